@network-down
Feature: Surviving an instance that is cut off

  Rule: What the monitor says is checked from a second place before anything is recovered

    @acceptance @monitor @nightly @scenario:monitor-is-isolated
    Scenario: The monitor is cut off, and all is well
      Given staging is healthy and carries its daily workload
      When the monitor is cut off from everybody but the bastion
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "reconnect the monitor" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost

  Rule: Packet rules that nobody declared are found and taken away

    @acceptance @confluence @nightly @scenario:confluence-is-isolated
    Scenario: Confluence is cut off from everybody under load
      Given staging is healthy and carries its daily workload
      When Confluence is cut off from everybody but the bastion
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "restore the packet rules of a host" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
