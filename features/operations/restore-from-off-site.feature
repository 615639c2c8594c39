@operations
Feature: Restoring from the off-site copy alone

  Rule: What was acknowledged before the copy is there again, and nothing that the account held is needed for it

    @acceptance @offsite @nightly @scenario:everything-is-restored-from-off-site
    Scenario: Instances, volumes and snapshots are deleted in the middle of writes
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When the instances of mysql, ldap, crowd, confluence, jira and alfresco are deleted with all that was kept of them
      Then InterMapper raises the alarm for "MySQL"
      When the runbook "rebuild from the off-site copy alone" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no write from before the archive is lost
      And no earlier content is lost
