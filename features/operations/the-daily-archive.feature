@operations
Feature: Archiving every day

  Rule: All volumes are archived at one moment, and people work on

    @acceptance @mysql @nightly @scenario:the-daily-archive
    Scenario: The daily archive is taken while people work
      Given staging is healthy and carries its daily workload
      When the runbook "take the daily archive" is followed
      Then people are interrupted for at most 30 seconds
      And it is seen that every data volume is in an archive that is not too old and as it is characterized
      And no acknowledged write is lost
      And no earlier content is lost

  Rule: A copy goes off site and is read again, and only what the rule keeps is kept

    @acceptance @bastion @nightly @scenario:the-archive-goes-off-site
    Scenario: The archive is copied off site while people work
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When the runbook "take the daily archive and its copy off site" is followed
      Then people are interrupted for at most 30 seconds
      And it is seen that the last archive lies in the cloud and off site and no other of its day does
      And no acknowledged write is lost
      And no earlier content is lost

  Rule: An archive that does not come about is noticed before it is needed

    @acceptance @offsite @nightly @scenario:the-archive-is-too-old
    Scenario: The last copy off site gets too old
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When no copy was stored off site for 30 hours
      Then InterMapper raises the alarm for "Off-site copy age"
      When the runbook "take the daily archive and its copy off site" is followed
      Then the off-site store is back within 2 hours
      And it is seen that the last archive lies in the cloud and off site and no other of its day does
      And no acknowledged write is lost
