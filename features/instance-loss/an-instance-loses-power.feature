@instance-loss
Feature: Surviving a loss of power

  Rule: What was acknowledged is on disk, whenever the power fails

    @acceptance @mysql @nightly @scenario:mysql-loses-power
    Scenario: MySQL's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of mysql loses its power
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @confluence @nightly @scenario:confluence-loses-power
    Scenario: Confluence's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of confluence loses its power
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "start a stopped instance" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-loses-power
    Scenario: Jira's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of jira loses its power
      Then InterMapper raises the alarm for "Jira"
      When the runbook "start a stopped instance" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-loses-power
    Scenario: Alfresco's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of alfresco loses its power
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "start a stopped instance" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:crowd-loses-power
    Scenario: Crowd's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of crowd loses its power
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:openldap-loses-power
    Scenario: OpenLDAP's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of ldap loses its power
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
