@disk-full
Feature: Surviving a directory that has no room left

  Rule: What nobody needs is removed, and everybody who was there stays

    @ldap @nightly @scenario:openldap-map-is-full
    Scenario: The database of OpenLDAP is as large as it may be
      Given staging is healthy and carries its daily workload
      When the branch ou=import,dc=firedrill,dc=test fills the directory
      Then InterMapper raises the alarm for "LDAP map"
      When the runbook "make room in the directory" is followed
      Then OpenLDAP is back within 2 hours
      And no acknowledged write is lost
