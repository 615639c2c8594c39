@network-down
Feature: Surviving a name that leads elsewhere

  Rule: What the configuration repository declares is installed, and looked up anew

    @web @nightly @scenario:jira-name-leads-elsewhere
    Scenario: The web server looks Jira up at a wrong address
      Given staging is healthy and carries its daily workload
      When on web the name jira leads to 10.71.1.250
      Then InterMapper raises the alarm for "Jira through web"
      When the runbook "correct the name resolution" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
