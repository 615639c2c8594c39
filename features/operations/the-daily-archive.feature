@operations
Feature: Archiving every day

  Rule: All volumes are archived at one moment, and people work on

    @mysql @nightly @scenario:the-daily-archive
    Scenario: The daily archive is taken while people work
      Given staging is healthy and carries its daily workload
      When the runbook "take the daily archive" is followed
      Then people are interrupted for at most 30 seconds
      And no acknowledged write is lost
      And no earlier content is lost
