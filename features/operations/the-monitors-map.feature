@operations
Feature: Keeping the monitor's map true

  Rule: A wrong entry is told from a failure, and the map is imported from the environment file

    @acceptance @monitor @nightly @scenario:monitor-map-is-wrong
    Scenario: A slip of the hand in the monitor's map while people work
      Given staging is healthy and carries its daily workload
      When the monitor is told to ask "Jira" at port 8081
      Then InterMapper raises the alarm for "Jira"
      When the runbook "correct the monitor's map" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost
