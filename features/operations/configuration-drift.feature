@operations
Feature: Finding and mending configuration drift

  Rule: What is changed by hand is found by the monitor and put back, and nobody is interrupted

    @acceptance @web @nightly @scenario:apache-configuration-drifts
    Scenario: Apache's configuration is changed by hand in the middle of writes
      Given staging is healthy and carries its daily workload
      When the configuration of Apache is changed by hand
      Then InterMapper raises the alarm for "Web configuration"
      When the runbook "mend a drifted configuration" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost
