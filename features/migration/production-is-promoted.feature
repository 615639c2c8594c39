@migration
Feature: Promoting production from staging

  Rule: Production gets the very image that staging was found good with, and goes back by itself where it does not serve

    @acceptance @confluence @nightly @scenario:production-is-promoted-from-staging
    Scenario: Confluence is given another image in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "promote an application by its image" is followed
      Then people are interrupted for at most 3 minutes
      And it is seen that Confluence runs of the promoted image and would be run anew from it
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @confluence @nightly @scenario:a-promotion-is-taken-back
    Scenario: A promoted image of Confluence does not serve in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "promote an application by its image" fails and goes back
      Then people are interrupted for at most 5 minutes
      And it is seen that Confluence serves as the version before
      And no acknowledged write is lost
      And no earlier content is lost
