@migration
Feature: Old data that cannot be migrated as they are

  Rule: A migration that finds bad data says what they are before it changes anything

    @acceptance @nightly @scenario:old-data-have-a-row-larger-than-a-packet
    Scenario: The old data have a row larger than max_allowed_packet
      Given staging is healthy and carries its daily workload
      And the old host's data have a row larger than max_allowed_packet
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "max_allowed_packet"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-have-another-collation
    Scenario: The old data have another collation
      Given staging is healthy and carries its daily workload
      And the old host's data have another collation
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "collation"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-have-folded-table-names
    Scenario: The old data have table names in lower case
      Given staging is healthy and carries its daily workload
      And the old host's data have table names in lower case
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "lower_case_table_names"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-have-zero-dates
    Scenario: The old data have a date that only a lax sql_mode takes
      Given staging is healthy and carries its daily workload
      And the old host's data have a date that only a lax sql_mode takes
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "sql_mode"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-are-in-another-time-zone
    Scenario: The old data have dates of another time zone
      Given staging is healthy and carries its daily workload
      And the old host's data have dates of another time zone
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "time-zone"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-have-another-base-url
    Scenario: The old data have links to another base URL
      Given staging is healthy and carries its daily workload
      And the old host's data have links to another base URL
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "base-url"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @nightly @scenario:old-data-have-attachments-without-rows
    Scenario: The old data have attachments whose rows are gone
      Given staging is healthy and carries its daily workload
      And the old host's data have attachments whose rows are gone
      When the runbook "migrate from the old host" is followed
      Then it is refused because of "attachments"
      And people are not interrupted
      And no acknowledged write is lost
      And no earlier content is lost
