@disk-full
Feature: Surviving a volume without inodes

  Rule: Temporary files are removed, and what people stored stays

    @confluence @nightly @scenario:confluence-runs-out-of-inodes
    Scenario: Confluence's data volume has no inode left
      Given staging is healthy and carries its daily workload
      When the data volume of confluence runs out of inodes
      Then InterMapper raises the alarm for "Confluence data volume"
      When the runbook "free inodes" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
