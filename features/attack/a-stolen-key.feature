@attack
Feature: Surviving a stolen administrator's key

  Rule: A host that was entered is run anew, and the key that opened it opens nothing any more

    @acceptance @jira @nightly @scenario:a-stolen-key-leaves-a-back-door
    Scenario: A stolen administrator's key leaves a back door on Jira's instance
      Given staging is healthy and carries its daily workload
      When somebody with an administrator's key leaves a back door on the instance of jira
      Then InterMapper raises the alarm for "Jira integrity"
      When the runbook "rebuild a host that was entered" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost
