@application-crash
Feature: Surviving an application that hangs

  Rule: What hangs is ended and started, and loses no write that was acknowledged

    @confluence @nightly @scenario:confluence-hangs
    Scenario: Confluence hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When Confluence hangs in the middle of writes
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "restart a hung application" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-hangs
    Scenario: Jira hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When Jira hangs in the middle of writes
      Then InterMapper raises the alarm for "Jira"
      When the runbook "restart a hung application" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-hangs
    Scenario: Alfresco hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When Alfresco hangs in the middle of writes
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "restart a hung application" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:crowd-hangs
    Scenario: Crowd hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When Crowd hangs in the middle of writes
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "restart a hung service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @web @nightly @scenario:apache-hangs
    Scenario: Apache hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When Apache hangs in the middle of writes
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "restart a hung service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-hangs
    Scenario: OpenLDAP hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When OpenLDAP hangs in the middle of writes
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "restart a hung service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-hangs
    Scenario: MySQL hangs in the middle of writes
      Given staging is healthy and carries its daily workload
      When MySQL hangs in the middle of writes
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "restart a hung service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
