@disk-full
Feature: Surviving a full disk

  Rule: A full data volume is grown while what uses it runs

    @acceptance @mysql @scenario:mysql-data-volume-fills
    Scenario: MySQL's data volume fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of mysql fills to the last byte
      Then InterMapper raises the alarm for "MySQL data volume"
      When the runbook "grow the volume of the database" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @confluence @nightly @scenario:confluence-data-volume-fills
    Scenario: The data volume of Confluence fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of confluence fills to the last byte
      Then InterMapper raises the alarm for "Confluence data volume"
      When the runbook "grow a volume" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @acceptance @jira @nightly @scenario:jira-data-volume-fills
    Scenario: The data volume of Jira fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of jira fills to the last byte
      Then InterMapper raises the alarm for "Jira data volume"
      When the runbook "grow a volume" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @acceptance @alfresco @nightly @scenario:alfresco-data-volume-fills
    Scenario: The data volume of Alfresco fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of alfresco fills to the last byte
      Then InterMapper raises the alarm for "Alfresco data volume"
      When the runbook "grow a volume" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @acceptance @crowd @nightly @scenario:crowd-data-volume-fills
    Scenario: The data volume of Crowd fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of crowd fills to the last byte
      Then InterMapper raises the alarm for "Crowd data volume"
      When the runbook "grow a volume" is followed
      Then Crowd is back within 2 hours
      And no acknowledged write is lost

    @acceptance @ldap @nightly @scenario:openldap-data-volume-fills
    Scenario: The data volume of OpenLDAP fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of ldap fills to the last byte
      Then InterMapper raises the alarm for "LDAP data volume"
      When the runbook "grow a volume" is followed
      Then OpenLDAP is back within 2 hours
      And no acknowledged write is lost

    @acceptance @web @nightly @scenario:apache-data-volume-fills
    Scenario: The data volume of Apache fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of web fills to the last byte
      Then InterMapper raises the alarm for "Web data volume"
      When the runbook "grow a volume" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost

    @acceptance @bastion @nightly @scenario:bastion-data-volume-fills
    Scenario: The data volume of the bastion fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of bastion fills to the last byte
      Then InterMapper raises the alarm for "Bastion data volume"
      When the runbook "grow a volume" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost

    @acceptance @offsite @nightly @scenario:offsite-data-volume-fills
    Scenario: The data volume of the off-site store fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of offsite fills to the last byte
      Then InterMapper raises the alarm for "Offsite data volume"
      When the runbook "grow a volume" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost
