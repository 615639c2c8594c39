@operations
Feature: Going back to the archive

  Rule: All systems go back to one moment together

    @acceptance @alfresco @nightly @scenario:everything-goes-back-to-the-archive
    Scenario: All systems go back to the last archive in the middle of writes
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When the runbook "restore all systems to an archive" is followed
      Then people are interrupted for at most 5 minutes
      And it is seen that every data volume is made of the archive
      And no write from before the archive is lost
      And no earlier content is lost
