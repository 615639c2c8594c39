@data-corruption
Feature: Surviving damaged files

  Rule: Damaged files come back, and what was written since stays

    @acceptance @alfresco @scenario:alfresco-documents-are-damaged
    Scenario: Documents of Alfresco's content store change on disk
      Given staging is healthy and carries its daily workload
      When 3 stored files of Alfresco change on disk
      Then InterMapper raises the alarm for "Alfresco content"
      When the runbook "restore damaged files from the last snapshot" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @confluence @nightly @scenario:confluence-attachments-are-damaged
    Scenario: Attachments of Confluence change on disk
      Given staging is healthy and carries its daily workload
      When 3 stored files of Confluence change on disk
      Then InterMapper raises the alarm for "Confluence content"
      When the runbook "restore damaged files from the last snapshot" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @jira @nightly @scenario:jira-attachments-are-damaged
    Scenario: Attachments of Jira change on disk
      Given staging is healthy and carries its daily workload
      When 3 stored files of Jira change on disk
      Then InterMapper raises the alarm for "Jira content"
      When the runbook "restore damaged files from the last snapshot" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @bastion @nightly @scenario:configuration-repository-is-damaged
    Scenario: Objects of the configuration repository change on disk
      Given staging is healthy and carries its daily workload
      When 3 objects of the configuration repository change on disk
      Then InterMapper raises the alarm for "Configuration repository"
      When the runbook "put back damaged objects of the configuration repository" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost

    @acceptance @offsite @nightly @scenario:off-site-copy-is-damaged
    Scenario: Files of the off-site store change on disk
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When 2 files of the off-site store change on disk
      Then InterMapper raises the alarm for "Off-site copy"
      When the runbook "mend the off-site copy" is followed
      Then the off-site store is back within 2 hours
      And no acknowledged write is lost
