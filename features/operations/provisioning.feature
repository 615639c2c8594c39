@operations
Feature: Provisioning in two steps

  Rule: An instance is all that it is by its image, its metadata and its data volume

    @acceptance @jira @nightly @scenario:jira-is-run-anew
    Scenario: Jira's instance is run anew in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "run an instance anew" is followed
      Then people are interrupted for at most 3 minutes
      And it is seen that Jira runs on another instance than before
      And no acknowledged write is lost
      And no earlier content is lost

  Rule: No application is started on an instance that is not ready, and the plan does not wait for ever

    @acceptance @confluence @nightly @scenario:confluence-never-becomes-ready
    Scenario: A new instance of Confluence never becomes ready
      Given staging is healthy and carries its daily workload
      When the runbook "run an instance anew" fails and goes back
      Then people are interrupted for at most 5 minutes
      And it is seen that Confluence runs on another instance than the one that did not become ready
      And no acknowledged write is lost
      And no earlier content is lost
