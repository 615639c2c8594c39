@data-corruption
Feature: Surviving a damaged file system

  Rule: A file system is repaired where it can be, and nothing that was stored is lost

    @acceptance @jira @nightly @scenario:jira-file-system-is-damaged
    Scenario: The superblock of Jira's data volume is damaged
      Given staging is healthy and carries its daily workload
      When the superblock of the data volume of jira is damaged
      Then InterMapper raises the alarm for "Jira"
      When the runbook "repair a file system" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
