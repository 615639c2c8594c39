@data-corruption
Feature: Surviving a damaged database

  Rule: What lies on the last snapshot is put in the place of what is damaged

    @acceptance @mysql @nightly @scenario:mysql-data-is-damaged
    Scenario: MySQL's data is damaged in the middle of writes
      Given staging is healthy and carries its daily workload
      When the database of mysql is damaged
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "restore the database to its last commit" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @ldap @nightly @scenario:openldap-data-is-damaged
    Scenario: OpenLDAP's data is damaged
      Given staging is healthy and carries its daily workload
      When the database of ldap is damaged
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "restore a data volume from the last snapshot" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
