@attack
Feature: Surviving ransomware

  Rule: What was encrypted is restored from the last archive before it

    @acceptance @alfresco @nightly @scenario:content-store-is-encrypted
    Scenario: Ransomware encrypts Alfresco's content store in the middle of writes
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When ransomware encrypts Alfresco's content store
      Then InterMapper raises the alarm for "Alfresco content"
      When the runbook "restore what was encrypted" is followed
      Then Alfresco is back within 2 hours
      And no write from before the archive is lost
      And no earlier content is lost

  Rule: An off-site copy that was encrypted is stored again while the archive is there

    @acceptance @offsite @nightly @scenario:off-site-copy-is-encrypted
    Scenario: Ransomware encrypts the off-site copy
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When ransomware encrypts the files of the off-site store
      Then InterMapper raises the alarm for "Off-site copy"
      When the runbook "mend the off-site copy" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost
