@attack
Feature: Surviving a stolen password of the database

  Rule: Who has it is shut out, it opens nothing any more, and what he deleted is brought back

    @acceptance @jira @nightly @scenario:rows-are-deleted-with-a-stolen-password
    Scenario: Somebody outside deletes a project's issues with Jira's password of the database
      Given staging is healthy and carries its daily workload
      When somebody outside deletes all issues of the project FDSEED with Jira's stolen password of the database
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "shut out who has a database password" is followed
      Then Jira is back within 2 hours
      And it is seen that the database refuses the stolen password
      And no acknowledged write is lost
      And no earlier content is lost
