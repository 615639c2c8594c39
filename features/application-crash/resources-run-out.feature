@application-crash
Feature: Surviving want of connections and memory

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

    @confluence @nightly @scenario:confluence-runs-out-of-memory
    Scenario: Processes take the memory of Confluence's instance
      Given staging is healthy and carries its daily workload
      When 80 processes take 101 % of the memory of confluence
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "recover from want of memory" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
