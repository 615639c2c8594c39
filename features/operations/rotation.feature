@operations
Feature: Renewing certificates, passwords and keys

  Rule: What is renewed is used, what it replaces is dead, and no write is lost by it

    @acceptance @web @nightly @scenario:apache-certificate-is-renewed
    Scenario: Apache's certificate is renewed in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "renew a certificate" is followed
      Then people are interrupted for at most 10 seconds
      And it is seen that Apache hands out the renewed certificate
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @ldap @nightly @scenario:openldap-certificate-is-renewed
    Scenario: OpenLDAP's certificate is renewed in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "renew a certificate" is followed
      Then people are interrupted for at most 30 seconds
      And it is seen that OpenLDAP hands out the renewed certificate
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @jira @nightly @scenario:jira-database-password-is-changed
    Scenario: Jira's password of the database is changed in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "change an application's password of the database" is followed
      Then people are interrupted for at most 60 seconds
      And it is seen that the database refuses the old password and takes the new one
      And no acknowledged write is lost
      And no earlier content is lost

    @acceptance @bastion @nightly @scenario:administrators-key-is-changed
    Scenario: The administrators' SSH key is changed in the middle of writes
      Given staging is healthy and carries its daily workload
      When the runbook "change the administrators' key" is followed
      Then people are not interrupted
      And it is seen that the old key is refused on every instance
      And no acknowledged write is lost
      And no earlier content is lost
