@attack
Feature: Surviving somebody who guesses at SSH

  Rule: Who guesses is shut out, and nobody else is

    @acceptance @bastion @nightly @scenario:ssh-keys-are-guessed
    Scenario: Somebody guesses at the bastion's SSH
      Given staging is healthy and carries its daily workload
      When somebody outside tries keys at the bastion's SSH, 300 times
      Then InterMapper raises the alarm for "Bastion log-ins"
      When the runbook "shut out who guesses" is followed
      Then the bastion is back within 2 hours
      And no acknowledged write is lost
