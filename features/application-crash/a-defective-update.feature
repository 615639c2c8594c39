@application-crash
Feature: Surviving a defective update

  Rule: The version before is put back, and loses no write that was acknowledged

    @acceptance @confluence @nightly @scenario:confluence-crashes-after-an-update
    Scenario: Confluence crashes again and again after an update
      Given staging is healthy and carries its daily workload
      When a defective version of Confluence is installed
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "go back to the version before" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
