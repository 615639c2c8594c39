@network-down
Feature: Surviving a false alarm

  Rule: What the monitor says is checked from a second place before anything is recovered

    @bastion @nightly @scenario:monitor-cannot-reach-bastion
    Scenario: The monitor is cut off from the bastion, which is well
      Given staging is healthy and carries its daily workload
      When the monitor cannot reach the bastion's port 22
      Then InterMapper raises the alarm for "Bastion"
      When the runbook "check an alarm before recovering" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost
