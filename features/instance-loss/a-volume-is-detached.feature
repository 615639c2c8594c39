@instance-loss
Feature: Surviving the loss of a volume

  Rule: A volume that was detached is attached and mounted again

    @confluence @nightly @scenario:confluence-loses-its-volume
    Scenario: Confluence's data volume is detached under load
      Given staging is healthy and carries its daily workload
      When the data volume of confluence is detached by force
      Then InterMapper raises the alarm for "Confluence data volume"
      When the runbook "attach a detached volume" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-loses-its-volume
    Scenario: Jira's data volume is detached under load
      Given staging is healthy and carries its daily workload
      When the data volume of jira is detached by force
      Then InterMapper raises the alarm for "Jira data volume"
      When the runbook "attach a detached volume" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-loses-its-volume
    Scenario: Alfresco's data volume is detached under load
      Given staging is healthy and carries its daily workload
      When the data volume of alfresco is detached by force
      Then InterMapper raises the alarm for "Alfresco data volume"
      When the runbook "attach a detached volume" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-loses-its-volume
    Scenario: OpenLDAP's data volume is detached under load
      Given staging is healthy and carries its daily workload
      When the data volume of ldap is detached by force
      Then InterMapper raises the alarm for "LDAP data volume"
      When the runbook "attach a detached volume" is followed
      Then OpenLDAP is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-loses-its-volume
    Scenario: MySQL's data volume is detached under load
      Given staging is healthy and carries its daily workload
      When the data volume of mysql is detached by force
      Then InterMapper raises the alarm for "MySQL data volume"
      When the runbook "attach a detached volume" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
