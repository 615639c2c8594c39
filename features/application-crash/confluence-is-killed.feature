@application-crash @confluence
Feature: Surviving the crash of an application

  Rule: A crash loses no write that was acknowledged

    @scenario:application-crash
    Scenario: Confluence is killed in the middle of writes
      Given staging is healthy and carries its daily workload
      When Confluence is killed in the middle of writes
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "restart an application" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
