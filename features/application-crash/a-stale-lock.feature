@application-crash
Feature: Surviving a stale lock

  Rule: The lock of a dead process is removed when nobody can hold it, and not before

    @acceptance @jira @nightly @scenario:jira-is-started-with-a-stale-lock
    Scenario: Jira is killed and started again at once
      Given staging is healthy and carries its daily workload
      When Jira is killed and started again at once
      Then InterMapper raises the alarm for "Jira"
      When the runbook "restart an application that is locked" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
