@data-corruption
Feature: Finding a damaged binary log in time

  Rule: A recovery that would not work is found before it is needed, and made possible again

    @acceptance @mysql @nightly @scenario:mysql-binary-log-is-damaged
    Scenario: A closed binary log of MySQL is damaged
      Given staging is healthy and carries its daily workload
      When a closed binary log of mysql is damaged
      Then InterMapper raises the alarm for "MySQL binary logs"
      When the runbook "begin the binary logs anew" is followed
      Then MySQL is back within 2 hours
      And no acknowledged write is lost
