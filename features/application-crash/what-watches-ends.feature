@application-crash
Feature: Surviving the end of what watches and administers

  Rule: What the monitor cannot tell of is asked from outside

    @acceptance @monitor @nightly @scenario:monitor-is-killed
    Scenario: InterMapper is killed
      Given staging is healthy and carries its daily workload
      When the monitor is killed in the middle of writes
      Then the health check raises the alarm for monitor
      When the runbook "restart the monitor" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost

    @monitor @nightly @scenario:monitor-hangs
    Scenario: InterMapper hangs
      Given staging is healthy and carries its daily workload
      When the monitor hangs in the middle of writes
      Then the health check raises the alarm for monitor
      When the runbook "restart a hung monitor" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost

  Rule: An instance that is well and lets nobody in is rebooted over EC2

    @acceptance @bastion @nightly @scenario:bastion-sshd-hangs
    Scenario: The bastion's sshd hangs
      Given staging is healthy and carries its daily workload
      When the sshd of bastion hangs
      Then the health check raises the alarm for bastion
      When the runbook "reboot an instance that lets nobody in" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost

    @acceptance @offsite @nightly @scenario:offsite-sshd-hangs
    Scenario: The sshd of the off-site store hangs
      Given staging is healthy and carries its daily workload
      When the sshd of offsite hangs
      Then InterMapper raises the alarm for "Offsite"
      When the runbook "reboot an instance that lets nobody in" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost
