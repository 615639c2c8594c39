@disk-full @mysql
Feature: Surviving a full disk

  Rule: A full data volume is grown while the database runs

    @scenario:disk-full
    Scenario: MySQL's data volume fills to the last byte
      Given staging is healthy and carries its daily workload
      When the data volume of mysql fills to the last byte
      Then InterMapper raises the alarm for "MySQL data volume"
      When the runbook "grow a volume" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
