@application-crash
Feature: Surviving a bad configuration

  Rule: A host goes back to what the configuration repository declares

    @confluence @nightly @scenario:confluence-gets-a-bad-configuration
    Scenario: Confluence is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of Confluence is rolled out
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "return to the declared configuration" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-gets-a-bad-configuration
    Scenario: Jira is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of Jira is rolled out
      Then InterMapper raises the alarm for "Jira"
      When the runbook "return to the declared configuration" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-gets-a-bad-configuration
    Scenario: Alfresco is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of Alfresco is rolled out
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "return to the declared configuration" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:crowd-gets-a-bad-configuration
    Scenario: Crowd is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of Crowd is rolled out
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "return to the declared configuration" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @web @nightly @scenario:apache-gets-a-bad-configuration
    Scenario: Apache is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of Apache is rolled out
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "return to the declared configuration" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-gets-a-bad-configuration
    Scenario: OpenLDAP is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of OpenLDAP is rolled out
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "return to the declared configuration" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-gets-a-bad-configuration
    Scenario: MySQL is restarted with a bad configuration
      Given staging is healthy and carries its daily workload
      When a bad configuration of MySQL is rolled out
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "return to the declared configuration" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
