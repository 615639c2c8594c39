@application-crash
Feature: Surviving a broken search index

  Rule: A broken index is made anew from the database, and nothing but searching suffers meanwhile

    @jira @nightly @scenario:jira-index-is-broken
    Scenario: The index of Jira is damaged while it runs
      Given staging is healthy and carries its daily workload
      When the index of Jira is damaged on disk
      Then InterMapper raises the alarm for "Jira log-in"
      When the runbook "rebuild the index of Jira" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost

    @confluence @nightly @scenario:confluence-index-is-broken
    Scenario: The index of Confluence is damaged while it runs
      Given staging is healthy and carries its daily workload
      When the index of Confluence is damaged on disk
      Then InterMapper raises the alarm for "Confluence search"
      When the runbook "make the search index anew" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
      And no earlier content is lost
