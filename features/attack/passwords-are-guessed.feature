@attack
Feature: Surviving somebody who guesses passwords

  Rule: Who guesses is shut out, and whom he has locked out gets in again

    @acceptance @confluence @nightly @scenario:passwords-are-guessed-at-confluence
    Scenario: Somebody guesses passwords at Confluence's log-in
      Given staging is healthy and carries its daily workload
      When somebody outside tries 1500 passwords at Confluence's log-in
      Then InterMapper raises the alarm for "Confluence log-in"
      When the runbook "unlock users whose passwords are guessed" is followed
      Then Confluence is back within 2 hours
      And no acknowledged write is lost
