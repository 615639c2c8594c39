@instance-loss
Feature: Surviving the stop of the wrong instance

  Rule: A stopped instance is started again with what it had

    @confluence @nightly @scenario:confluence-is-stopped
    Scenario: Confluence's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of confluence is stopped by mistake
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "start a stopped instance" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-is-stopped
    Scenario: Jira's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of jira is stopped by mistake
      Then InterMapper raises the alarm for "Jira"
      When the runbook "start a stopped instance" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-is-stopped
    Scenario: Alfresco's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of alfresco is stopped by mistake
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "start a stopped instance" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:crowd-is-stopped
    Scenario: Crowd's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of crowd is stopped by mistake
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-is-stopped
    Scenario: OpenLDAP's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of ldap is stopped by mistake
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-is-stopped
    Scenario: MySQL's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of mysql is stopped by mistake
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
