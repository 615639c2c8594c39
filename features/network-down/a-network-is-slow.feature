@network-down
Feature: Surviving a network that is slow or loses packets

  Rule: What slows a host down is found by comparison with the configuration repository

    @acceptance @web @nightly @scenario:web-loses-packets
    Scenario: A third of the packets to the web server is lost
      Given staging is healthy and carries its daily workload
      When 30 percent of the packets to web are lost
      Then InterMapper raises the alarm for "Web ping"
      When the runbook "find what loses packets" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost

    @acceptance @jira @nightly @scenario:jira-has-the-bandwidth-of-a-modem
    Scenario: Jira has the bandwidth of a modem
      Given staging is healthy and carries its daily workload
      When jira has a bandwidth of 56 kilobits a second
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "lift a limit of bandwidth" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    # Unknown where the kernel has no netem: nothing is touched then.
    @web @nightly @netem @scenario:web-answers-late
    Scenario: Everything that the web server sends is late
      Given staging is healthy and carries its daily workload
      When every packet that web sends is 700 milliseconds late
      Then InterMapper raises the alarm for "Web ping"
      When the runbook "find what delays packets" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost
