@data-corruption
Feature: Surviving the loss of a table

  Rule: A dropped table is brought back to the moment before, from the last snapshot and the binary logs

    @acceptance @mysql @nightly @scenario:confluence-table-is-dropped
    Scenario: The table of all page texts is dropped in the middle of writes
      Given staging is healthy and carries its daily workload
      When the table BODYCONTENT of the database confluence is dropped
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore a dropped table" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
