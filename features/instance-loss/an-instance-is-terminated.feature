@instance-loss
Feature: Surviving the loss of an instance

  Rule: A new instance takes over the data volume of the lost one

    @acceptance @jira @scenario:jira-is-terminated
    Scenario: Jira's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of jira is lost
      Then InterMapper raises the alarm for "Jira"
      When the runbook "replace an instance" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @confluence @nightly @scenario:confluence-is-terminated
    Scenario: Confluence's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of confluence is lost
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "replace an instance" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:alfresco-is-terminated
    Scenario: Alfresco's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of alfresco is lost
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "replace an instance" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @acceptance @crowd @nightly @scenario:crowd-is-terminated
    Scenario: Crowd's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of crowd is lost
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "replace the instance of a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @ldap @nightly @scenario:openldap-is-terminated
    Scenario: OpenLDAP's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of ldap is lost
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "replace the instance of a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-is-terminated
    Scenario: MySQL's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of mysql is lost
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "replace the instance of a service" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @acceptance @offsite @nightly @scenario:offsite-is-terminated
    Scenario: The off-site store's instance is terminated
      Given staging is healthy and carries its daily workload
      When the instance of offsite is lost
      Then InterMapper raises the alarm for "Offsite"
      When the runbook "replace the instance of a service" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost

    @acceptance @web @nightly @scenario:web-is-terminated
    Scenario: The web server's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of web is lost
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "replace the web server" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
