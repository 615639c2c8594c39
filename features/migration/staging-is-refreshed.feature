@migration
Feature: Refreshing staging from production

  Rule: Staging gets what production has, and nobody of it: no name, no mail, no way there

    @acceptance @nightly @scenario:staging-is-refreshed-from-production
    Scenario: Staging is refreshed from production
      Given staging is healthy and nobody works on it yet
      When the runbook "refresh staging from production" is followed
      Then people can work from then on
      And it is seen that what people wrote in production is on staging and nobody of them
      And no earlier content is lost

  Rule: A refresh that was killed is followed again from its beginning

    @acceptance @nightly @scenario:a-refresh-is-killed
    Scenario: A refresh is killed among rows, directory and files
      Given staging is healthy and nobody works on it yet
      When the runbook "refresh staging from production" is followed
      Then people can work from then on
      And it is seen that what people wrote in production is on staging and nobody of them
      And no earlier content is lost

  Rule: No data come to staging while something may get out of it

    @acceptance @nightly @scenario:staging-could-send-mail
    Scenario: Confluence's host could send mail
      Given staging is healthy and carries its daily workload
      And somebody has let out all connections of the host of Confluence
      When the runbook "refresh staging from production" is followed
      Then it is refused because of "something may get out"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

  Rule: A refresh that leaves somebody is taken back before anything is started

    @acceptance @nightly @scenario:the-scrub-leaves-somebody
    Scenario: The scrub leaves somebody's name
      Given staging is healthy and carries its daily workload
      When the runbook "refresh staging from production" fails and goes back
      Then people are interrupted for at most 5 minutes
      And it is seen that every data volume is made of the archive
      And no acknowledged write is lost
      And no earlier content is lost
