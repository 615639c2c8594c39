@instance-loss
Feature: Surviving an instance that does not boot

  Rule: A root disk that does not boot is thrown away, and a new one takes over the data volume

    @confluence @nightly @scenario:confluence-does-not-boot
    Scenario: Confluence's instance is rebooted and does not come up
      Given staging is healthy and carries its daily workload
      When the instance of confluence is rebooted and does not come up
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "rebuild an instance that does not boot" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-does-not-boot
    Scenario: MySQL's instance is rebooted and does not come up
      Given staging is healthy and carries its daily workload
      When the instance of mysql is rebooted and does not come up
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "rebuild an instance that does not boot" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

  Rule: An instance that was not told who it is gets its metadata, and boots again

    @jira @nightly @scenario:jira-runs-without-metadata
    Scenario: Jira's new instance boots without its metadata under load
      Given staging is healthy and carries its daily workload
      When the instance of jira is lost, and the one in its place has no metadata service
      Then InterMapper raises the alarm for "Jira"
      When the runbook "give an instance its metadata" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
