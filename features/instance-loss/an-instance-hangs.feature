@instance-loss
Feature: Surviving an instance that hangs

  Rule: An instance that heeds nothing is stopped by force and started again

    @jira @nightly @scenario:jira-instance-hangs
    Scenario: Jira's instance hangs under load
      Given staging is healthy and carries its daily workload
      When the instance of jira hangs
      Then InterMapper raises the alarm for "Jira"
      When the runbook "restart a hung instance" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-instance-hangs
    Scenario: OpenLDAP's instance hangs
      Given staging is healthy and carries its daily workload
      When the instance of ldap hangs
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "restart a hung instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
