@application-crash
Feature: Surviving a start in the wrong order

  Rule: What was started before what it needs is started anew

    @confluence @nightly @scenario:confluence-is-started-too-early
    Scenario: Confluence is started before its database
      Given staging is healthy and carries its daily workload
      When Confluence is started before MySQL
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "start anew in the right order" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
