@network-down
Feature: Surviving the loss of the way between two instances

  Rule: Packet rules that nobody declared are found and taken away

    @confluence @nightly @scenario:apache-cannot-reach-confluence
    Scenario: Apache cannot reach Confluence
      Given staging is healthy and carries its daily workload
      When Apache cannot reach Confluence's port 8090
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @alfresco @nightly @scenario:apache-cannot-reach-alfresco
    Scenario: Apache cannot reach Alfresco
      Given staging is healthy and carries its daily workload
      When Apache cannot reach Alfresco's port 8080
      Then InterMapper raises the alarm for "Alfresco through web"
      When the runbook "restore the packet rules of a host" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:confluence-cannot-reach-crowd
    Scenario: Confluence cannot reach Crowd
      Given staging is healthy and carries its daily workload
      When Confluence cannot reach Crowd's port 8095
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:confluence-cannot-reach-mysql
    Scenario: Confluence cannot reach MySQL
      Given staging is healthy and carries its daily workload
      When Confluence cannot reach MySQL's port 3306
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:jira-cannot-reach-crowd
    Scenario: Jira cannot reach Crowd
      Given staging is healthy and carries its daily workload
      When Jira cannot reach Crowd's port 8095
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:jira-cannot-reach-mysql
    Scenario: Jira cannot reach MySQL
      Given staging is healthy and carries its daily workload
      When Jira cannot reach MySQL's port 3306
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @crowd @nightly @scenario:alfresco-cannot-reach-crowd
    Scenario: Alfresco cannot reach Crowd
      Given staging is healthy and carries its daily workload
      When Alfresco cannot reach Crowd's port 8095
      Then InterMapper raises the alarm for "Alfresco log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:alfresco-cannot-reach-mysql
    Scenario: Alfresco cannot reach MySQL
      Given staging is healthy and carries its daily workload
      When Alfresco cannot reach MySQL's port 3306
      Then InterMapper raises the alarm for "Alfresco log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @ldap @nightly @scenario:crowd-cannot-reach-openldap
    Scenario: Crowd cannot reach OpenLDAP
      Given staging is healthy and carries its daily workload
      When Crowd cannot reach OpenLDAP's port 389
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:crowd-cannot-reach-mysql
    Scenario: Crowd cannot reach MySQL
      Given staging is healthy and carries its daily workload
      When Crowd cannot reach MySQL's port 3306
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
