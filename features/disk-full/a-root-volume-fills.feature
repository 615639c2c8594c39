@disk-full
Feature: Surviving a full root volume

  Rule: What fills it is found and emptied, and nobody is interrupted

    @jira @nightly @scenario:jira-root-volume-fills
    Scenario: A log fills the root volume of Jira's instance
      Given staging is healthy and carries its daily workload
      When a log fills the root volume of jira
      Then InterMapper raises the alarm for "Jira root volume"
      When the runbook "empty a log that grows" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
