@network-down @jira
Feature: Surviving a broken network

  Rule: A network that somebody broke is put back as declared

    @scenario:web-cannot-reach-jira
    Scenario: The web server cannot reach Jira
      Given staging is healthy and carries its daily workload
      When the network from web to jira is blocked
      Then InterMapper raises the alarm for "Jira through web"
      When the runbook "restore the network" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
