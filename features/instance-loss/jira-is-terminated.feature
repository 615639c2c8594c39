@instance-loss @jira
Feature: Surviving the loss of an instance

  Rule: A new instance takes over the data volume of the lost one

    @scenario:instance-loss
    Scenario: Jira's instance is terminated under load
      Given staging is healthy and carries its daily workload
      When the instance of Jira is lost
      Then InterMapper raises the alarm for "Jira"
      When the runbook "replace an instance" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
