@power-loss @mysql @nightly
Feature: Surviving a loss of power

  Rule: What was acknowledged is on disk, whenever the power fails

    @scenario:power-loss
    Scenario: MySQL's instance loses its power under load
      Given staging is healthy and carries its daily workload
      When the instance of mysql loses its power
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "start a stopped instance" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
