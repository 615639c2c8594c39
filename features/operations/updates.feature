@operations
Feature: Updating

  Rule: An update keeps a way back, and goes it by itself where the new version does not serve

    @acceptance @confluence @nightly @scenario:confluence-is-updated
    Scenario: Confluence is updated in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "update an application" is followed
      Then people are interrupted for at most 90 seconds
      And it is seen that Confluence serves as version 9.2.1
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @confluence @nightly @scenario:confluence-update-is-taken-back
    Scenario: An update of Confluence fails half way in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "update an application" fails and goes back
      Then people are interrupted for at most 2 minutes
      And it is seen that Confluence serves as the version before
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @jira @nightly @scenario:jira-runtime-update-is-taken-back
    Scenario: An update of the runtime keeps Jira from starting in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "update packages of the operating system" fails and goes back
      Then people are interrupted for at most 2 minutes
      And it is seen that Jira's host has the runtime of before
      And no acknowledged write is lost
      And no earlier content is lost

  Rule: An update of the operating system is done when nobody uses the old files any more

    @acceptance @web @nightly @scenario:apache-gets-an-openssl-update
    Scenario: OpenSSL's library is updated on the web server in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "update packages of the operating system" is followed
      Then people are interrupted for at most 30 seconds
      And it is seen that the web server has the newest library that is offered
      And no acknowledged write is lost
      And no earlier content is lost
