@disk-full
Feature: Surviving a full root volume

  Rule: What fills it is found and emptied, and nobody is interrupted

    @jira @nightly @scenario:jira-root-volume-fills
    Scenario: A log fills the root volume of Jira's instance
      Given staging is healthy and carries its daily workload
      When a log fills the root volume of jira
      Then InterMapper raises the alarm for "Jira root volume"
      When the runbook "empty a log that grows" is followed
      Then Jira is back within 2 hours
      And no acknowledged write is lost

  Rule: An archive that finds no room on its way leaves nothing half done, and is taken off site when there is room

    @bastion @nightly @scenario:bastion-has-no-room-for-the-archive
    Scenario: The room that a copy off site needs on its way is full
      Given staging is healthy and carries its daily workload
      And the daily archive is taken while people write
      When what was left of checks fills the room of the copy off site on bastion
      Then InterMapper raises the alarm for "Bastion root volume"
      When what is due meanwhile fails by it
      And the runbook "make room for the copy off site" is followed
      Then the bastion is back within 2 hours
      And it is seen that the archive that had failed lies in the cloud and off site and no other of its day does
      And no acknowledged write is lost
