@attack
Feature: Surviving a key that is known to others

  Rule: A server whose certificate is revoked gets another key, and the old one is good for nobody

    @acceptance @apache @nightly @scenario:apache-certificate-is-revoked
    Scenario: Apache's certificate is revoked, for its key is known to others
      Given staging is healthy and carries its daily workload
      When the web server's certificate is revoked
      Then InterMapper raises the alarm for "Web TLS"
      When the runbook "replace a revoked certificate" is followed
      Then Apache is back within 2 hours
      And it is seen that clients take the new certificate and refuse the revoked one
      And no acknowledged write is lost
