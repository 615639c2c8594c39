@data-corruption
Feature: Surviving a snapshot that does not mount

  Rule: The one before it is taken, and nothing is thrown away until one was found

    @acceptance @ldap @nightly @scenario:openldap-snapshot-does-not-mount
    Scenario: OpenLDAP's data volume is lost, and its last snapshot is damaged
      Given staging is healthy and carries its daily workload
      When the data volume of ldap is lost, and its last snapshot holds a damaged file system
      Then InterMapper raises the alarm for "LDAP data volume"
      When the runbook "replace a lost volume by a snapshot that mounts" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
