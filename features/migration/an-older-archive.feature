@migration
Feature: Older data are put into service

  Rule: Any archive that is kept can be put into service, and nothing newer is lost by it

    @acceptance @nightly @scenario:an-older-archive-is-put-into-service
    Scenario: An archive that is not the last is put into service
      Given staging is healthy and carries its daily workload
      And two archives are taken while people write
      When the runbook "restore all systems to an archive" is followed
      Then people are interrupted for at most 5 minutes
      And it is seen that every data volume is made of the archive before the last, and the head is kept
      And no write from before the archive is lost
      And no earlier content is lost
