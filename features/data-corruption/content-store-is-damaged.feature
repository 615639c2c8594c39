@data-corruption @alfresco
Feature: Surviving damaged data

  Rule: Damaged documents come back, and documents written since stay

    @scenario:data-corruption
    Scenario: Files of Alfresco's content store change on disk
      Given staging is healthy and carries its daily workload
      When 3 files of Alfresco's content store change on disk
      Then InterMapper raises the alarm for "Alfresco content"
      When the runbook "restore damaged files from the last snapshot" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
