@data-corruption
Feature: Surviving a deletion by mistake

  Rule: What was deleted is brought back, and what was written since stays

    @acceptance @ldap @nightly @scenario:openldap-branch-is-deleted
    Scenario: The branch of all people is deleted from the directory
      Given staging is healthy and carries its daily workload
      When the branch ou=people,dc=firedrill,dc=test of the directory is deleted
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "restore a branch of the directory" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @jira @nightly @scenario:jira-issues-are-deleted
    Scenario: All issues of a project are deleted
      Given staging is healthy and carries its daily workload
      When all issues of the project FDSEED are deleted
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "restore deleted rows" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
