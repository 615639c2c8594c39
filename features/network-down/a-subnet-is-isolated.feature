@network-down
Feature: Surviving a subnet that is isolated

  Rule: A network ACL that somebody changed is put back as declared

    @acceptance @mysql @nightly @scenario:data-subnet-is-isolated
    Scenario: The subnet of the database and the directory is isolated
      Given staging is healthy and carries its daily workload
      When the subnet of mysql is isolated
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "reconnect an isolated subnet" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
