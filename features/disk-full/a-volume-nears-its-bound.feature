@disk-full
Feature: Acting before a disk is full

  Rule: People are warned in time, and nobody is interrupted

    @alfresco @nightly @scenario:alfresco-data-volume-nears-its-bound
    Scenario: The data volume of Alfresco nears its bound
      Given staging is healthy and carries its daily workload
      When the data volume of alfresco fills to 85 %
      Then InterMapper raises the alarm for "Alfresco data volume"
      When the runbook "grow a volume before it is full" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-binary-logs-fill-the-volume
    Scenario: MySQL's binary logs fill its data volume
      Given staging is healthy and carries its daily workload
      When a batch job fills the data volume of mysql to 88 % with binary logs
      Then InterMapper raises the alarm for "MySQL data volume"
      When the runbook "make room among the binary logs" is followed
      Then MySQL is back within 2 hours
      And no acknowledged write is lost

    @acceptance @monitor @nightly @scenario:monitor-data-volume-nears-its-bound
    Scenario: The data volume of the monitor nears its bound
      Given staging is healthy and carries its daily workload
      When the data volume of monitor fills to 85 %
      Then InterMapper raises the alarm for "Monitor data volume"
      When the runbook "grow a volume before it is full" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost
