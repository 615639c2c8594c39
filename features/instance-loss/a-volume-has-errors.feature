@instance-loss
Feature: Surviving a volume that fails or stalls

  Rule: A file system that met I/O errors is mounted anew

    @alfresco @nightly @scenario:alfresco-volume-has-io-errors
    Scenario: Alfresco's data volume has I/O errors under load
      Given staging is healthy and carries its daily workload
      When every access to the data volume of alfresco ends in an I/O error
      Then InterMapper raises the alarm for "Alfresco data volume"
      When the runbook "mount a file system anew" is followed
      Then Alfresco is back within 2 hours
      And no acknowledged write is lost

    @mysql @nightly @scenario:mysql-volume-has-io-errors
    Scenario: MySQL's data volume has I/O errors under load
      Given staging is healthy and carries its daily workload
      When every access to the data volume of mysql ends in an I/O error
      Then InterMapper raises the alarm for "MySQL data volume"
      When the runbook "mount a file system anew" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost

  Rule: A volume whose I/O stalls is attached anew

    @mysql @nightly @scenario:mysql-volume-stalls
    Scenario: MySQL's data volume stalls under load
      Given staging is healthy and carries its daily workload
      When the I/O of the data volume of mysql is paused for 10 minutes
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "attach a stalled volume anew" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
