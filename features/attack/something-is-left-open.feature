@attack
Feature: Surviving what was left open

  Rule: What lets in more than is declared is found before somebody else finds it, and closed

    @apache @nightly @scenario:old-tls-is-allowed
    Scenario: The web server allows TLS 1.0 again
      Given staging is healthy and carries its daily workload
      When the web server is made to allow TLS 1.0
      Then InterMapper raises the alarm for "Web TLS"
      When the runbook "close what was left open" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost
