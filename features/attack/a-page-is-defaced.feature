@attack
Feature: Surviving a defaced page

  Rule: What people begin with is put back as it was declared

    @acceptance @apache @nightly @scenario:start-page-is-defaced
    Scenario: Somebody defaces the page where people begin
      Given staging is healthy and carries its daily workload
      When somebody defaces the start page
      Then InterMapper raises the alarm for "Start page"
      When the runbook "restore a defaced page" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost
