@network-down
Feature: Surviving a port that a security group closes

  Rule: A security group that somebody changed is put back as declared

    @confluence @nightly @scenario:confluence-port-is-closed
    Scenario: A security group closes the port of Confluence
      Given staging is healthy and carries its daily workload
      When the security group of confluence lets nobody in to its port
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "restore the security group" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @jira @nightly @scenario:jira-port-is-closed
    Scenario: A security group closes the port of Jira
      Given staging is healthy and carries its daily workload
      When the security group of jira lets nobody in to its port
      Then InterMapper raises the alarm for "Jira"
      When the runbook "restore the security group" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @acceptance @alfresco @nightly @scenario:alfresco-port-is-closed
    Scenario: A security group closes the port of Alfresco
      Given staging is healthy and carries its daily workload
      When the security group of alfresco lets nobody in to its port
      Then InterMapper raises the alarm for "Alfresco"
      When the runbook "restore the security group" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @acceptance @crowd @nightly @scenario:crowd-port-is-closed
    Scenario: A security group closes the port of Crowd
      Given staging is healthy and carries its daily workload
      When the security group of crowd lets nobody in to its port
      Then InterMapper raises the alarm for "Crowd"
      When the runbook "restore the security group" is followed
      Then Crowd is back within 2 hours
      And no acknowledged write is lost

    @web @nightly @scenario:apache-port-is-closed
    Scenario: A security group closes the port of Apache
      Given staging is healthy and carries its daily workload
      When the security group of web lets nobody in to its port
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "restore the security group" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost

    @acceptance @ldap @nightly @scenario:openldap-port-is-closed
    Scenario: A security group closes the port of OpenLDAP
      Given staging is healthy and carries its daily workload
      When the security group of ldap lets nobody in to its port
      Then InterMapper raises the alarm for "LDAP"
      When the runbook "restore the security group" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-port-is-closed
    Scenario: A security group closes the port of MySQL
      Given staging is healthy and carries its daily workload
      When the security group of mysql lets nobody in to its port
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "restore the security group" is followed
      Then MySQL is back within 2 hours
      And no acknowledged write is lost

    @acceptance @bastion @nightly @scenario:bastion-port-is-closed
    Scenario: A security group closes the port of the bastion
      Given staging is healthy and carries its daily workload
      When the security group of bastion lets nobody in to its port
      Then InterMapper raises the alarm for "Bastion"
      When the runbook "restore the security group" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost

    @acceptance @offsite @nightly @scenario:offsite-port-is-closed
    Scenario: A security group closes the port of the off-site store
      Given staging is healthy and carries its daily workload
      When the security group of offsite lets nobody in to its port
      Then InterMapper raises the alarm for "Offsite"
      When the runbook "restore the security group" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost
