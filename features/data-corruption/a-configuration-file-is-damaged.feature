@data-corruption
Feature: Surviving a damaged configuration file

  Rule: What is declared is installed again

    @acceptance @confluence @nightly @scenario:confluence-configuration-is-damaged
    Scenario: confluence.cfg.xml is damaged
      Given staging is healthy and carries its daily workload
      When the configuration file of Confluence holds only zero bytes
      Then InterMapper raises the alarm for "Confluence"
      When the runbook "return to the declared configuration" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost

    @acceptance @monitor @nightly @scenario:monitor-settings-are-damaged
    Scenario: InterMapper's settings are damaged
      Given staging is healthy and carries its daily workload
      When the configuration file of the monitor holds only zero bytes
      Then the health check raises the alarm for monitor
      When the runbook "return the monitor to its declared settings" is followed
      Then the monitor is back within 2 hours
      And no acknowledged write is lost
