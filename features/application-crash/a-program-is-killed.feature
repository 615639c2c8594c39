@application-crash
Feature: Surviving the crash of an application

  Rule: A crash loses no write that was acknowledged

    @confluence @scenario:confluence-is-killed
    Scenario: Confluence is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Confluence is killed in the middle of writes
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "restart an application" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-is-killed
    Scenario: Jira is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Jira is killed in the middle of writes
      Then InterMapper raises the alarm for "Jira"
      When the runbook "restart an application" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @acceptance @alfresco @nightly @scenario:alfresco-is-killed
    Scenario: Alfresco is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Alfresco is killed in the middle of writes
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "restart an application" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @acceptance @crowd @nightly @scenario:crowd-is-killed
    Scenario: Crowd is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Crowd is killed in the middle of writes
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "restart a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @web @nightly @scenario:apache-is-killed
    Scenario: Apache is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Apache is killed in the middle of writes
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "restart a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @ldap @nightly @scenario:openldap-is-killed
    Scenario: OpenLDAP is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When OpenLDAP is killed in the middle of writes
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "restart a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @mysql @nightly @scenario:mysql-is-killed
    Scenario: MySQL is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When MySQL is killed in the middle of writes
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "restart a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
