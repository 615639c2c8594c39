@instance-loss
Feature: Surviving the loss of two instances at once

  Rule: The database comes back first, and then what needs it

    @acceptance @confluence @nightly @scenario:confluence-and-mysql-are-terminated
    Scenario: Confluence's and MySQL's instances are terminated at once under load
      Given staging is healthy and carries its daily workload
      When the instances of confluence and mysql are lost at once
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "replace an application and its database" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
