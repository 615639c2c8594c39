@instance-loss
Feature: Surviving the loss of what watches and administers

  Rule: What the monitor cannot tell of is told by EC2, and brought back over EC2 alone

    @acceptance @bastion @nightly @scenario:bastion-is-terminated
    Scenario: The bastion's instance is terminated
      Given staging is healthy and carries its daily workload
      When the instance of bastion is lost
      Then EC2's status checks raise the alarm for bastion
      When the runbook "replace the bastion" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost

    @acceptance @monitor @nightly @scenario:monitor-is-terminated
    Scenario: The monitor's instance is terminated
      Given staging is healthy and carries its daily workload
      When the instance of monitor is lost
      Then EC2's status checks raise the alarm for monitor
      When the runbook "replace the monitor" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost

    @monitor @nightly @scenario:monitor-is-stopped
    Scenario: The monitor's instance is stopped by mistake
      Given staging is healthy and carries its daily workload
      When the instance of monitor is stopped by mistake
      Then EC2's status checks raise the alarm for monitor
      When the runbook "start the monitor" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost
