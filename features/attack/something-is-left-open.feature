@attack
Feature: Surviving what was left open

  Rule: What lets in more than is declared is found before somebody else finds it, and closed

    @acceptance @apache @nightly @scenario:old-tls-is-allowed
    Scenario: The web server allows TLS 1.0 again
      Given staging is healthy and carries its daily workload
      When the web server is made to allow TLS 1.0
      Then InterMapper raises the alarm for "Web TLS"
      When the runbook "close what was left open" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost

    @acceptance @openldap @nightly @scenario:directory-is-readable-without-log-in
    Scenario: The directory shows people's entries to whoever asks
      Given staging is healthy and carries its daily workload
      When the directory is opened to whoever asks
      Then InterMapper raises the alarm for "LDAP access"
      When the runbook "close what was left open" is followed
      Then OpenLDAP is back within 2 hours
      And no acknowledged write is lost

    @acceptance @crowd @nightly @scenario:undeclared-port-is-open
    Scenario: A debugging port of Crowd's instance is left open
      Given staging is healthy and carries its daily workload
      When something listens on port 9229 of crowd that nobody declared
      Then InterMapper raises the alarm for "Crowd ports"
      When the runbook "close a port that nobody declared" is followed
      Then Crowd is back within 2 hours
      And no acknowledged write is lost

    @acceptance @mysql @nightly @scenario:account-has-a-default-password
    Scenario: An account of MySQL has its name for a password
      Given staging is healthy and carries its daily workload
      When the account test is made on MySQL, with its name for a password
      Then InterMapper raises the alarm for "MySQL accounts"
      When the runbook "drop accounts that nobody declared" is followed
      Then MySQL is back within 2 hours
      And no acknowledged write is lost

    @acceptance @apache @nightly @scenario:metadata-is-forwarded
    Scenario: The web server forwards whoever asks to its instance's metadata
      Given staging is healthy and carries its daily workload
      When the web server forwards to the metadata service of its instance
      Then InterMapper raises the alarm for "Web configuration"
      When the runbook "close a way to the metadata service" is followed
      Then Apache is back within 2 hours
      And no acknowledged write is lost
