@migration
Feature: Migrating from the old host

  Rule: Everything of the old host is in the new environment, for everybody who was there

    @acceptance @nightly @scenario:the-old-host-is-migrated
    Scenario: The old single host is migrated
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

  Rule: The address that people know leads to the new environment when all is there, and not before

    @acceptance @nightly @scenario:the-address-moves-at-the-cut-over
    Scenario: The address that people know is moved at the cut-over
      Given staging is healthy and nobody works on it yet
      And the address that people know leads to the old host
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And it is seen that the address that people know leads to the web server
      And what only the old host had is there
      And no earlier content is lost

  Rule: A migration that was killed is followed again from its beginning

    @acceptance @nightly @scenario:migration-is-killed-while-it-exports
    Scenario: A migration is killed in each of its exports
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

    @acceptance @nightly @scenario:migration-is-killed-while-it-loads
    Scenario: A migration is killed while it loads the databases
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

    @acceptance @nightly @scenario:migration-is-killed-in-the-directory
    Scenario: A migration is killed while it makes the directory anew
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

    @acceptance @nightly @scenario:migration-is-killed-among-the-files
    Scenario: A migration is killed while it puts the files of each application in place
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

    @acceptance @nightly @scenario:migration-is-killed-in-the-upgrade
    Scenario: A migration is killed while Jira brings its schema up to date
      Given staging is healthy and nobody works on it yet
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And what only the old host had is there
      And no earlier content is lost

    @acceptance @nightly @scenario:migration-dies-with-who-follows-it
    Scenario: Whoever follows a migration is killed in the steps between
      Given staging is healthy and nobody works on it yet
      And the address that people know leads to the old host
      When the runbook "migrate from the old host" is followed
      Then people can work from then on
      And it is seen that the address that people know leads to the web server
      And what only the old host had is there
      And no earlier content is lost

  Rule: There is a way back to before the migration

    @acceptance @nightly @scenario:the-migration-is-taken-back
    Scenario: A migration is taken back
      Given staging is healthy and carries its daily workload
      And the old host was migrated, and people have seen it
      When the runbook "restore all systems to an archive" is followed
      Then people are interrupted for at most 5 minutes
      And it is seen that every data volume is made of the archive
      And no write from before the archive is lost
      And no earlier content is lost
