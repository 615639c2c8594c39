@instance-loss
Feature: Surviving a volume that is lost for good

  Rule: A volume of the last snapshot takes its place

    @acceptance @alfresco @nightly @scenario:alfresco-volume-is-deleted
    Scenario: Alfresco's data volume is lost under load
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When the data volume of alfresco is lost for good
      Then InterMapper raises the alarm for "Alfresco data volume"
      When the runbook "replace a lost volume" is followed
      Then Alfresco is back within 2 hours
      And no write from before the archive is lost
      And no earlier content is lost

    @ldap @nightly @scenario:openldap-volume-is-deleted
    Scenario: OpenLDAP's data volume is lost
      Given staging is healthy and carries its daily workload
      When the data volume of ldap is lost for good
      Then InterMapper raises the alarm for "LDAP data volume"
      When the runbook "replace a lost volume" is followed
      Then OpenLDAP is back within 2 hours
      And no acknowledged write is lost
