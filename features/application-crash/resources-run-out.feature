@application-crash
Feature: Surviving want of connections

  Rule: What holds them is ended, and what wants for them goes on

    @jira @nightly @scenario:jira-has-no-connection-left
    Scenario: A session that was left open locks Jira's table of issues
      Given staging is healthy and carries its daily workload
      When a session that was left open locks the table jiraissue of the database jira
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "end what blocks the database" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-has-no-connection-left
    Scenario: Idle sessions take all connections of MySQL
      Given staging is healthy and carries its daily workload
      When idle sessions take every connection of mysql
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "free the connections of the database" is followed
      Then MySQL is back within 2 hours
      And no acknowledged write is lost
