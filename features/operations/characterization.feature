@operations
Feature: Checking images and volumes against their characterizations

  Rule: What an image has not is found by the monitor, named and removed

    @acceptance @crowd @nightly @scenario:crowd-has-an-undeclared-package
    Scenario: A package is installed by hand while people work
      Given staging is healthy and carries its daily workload
      When the package debug-tools is installed on Crowd by hand
      Then InterMapper raises the alarm for "Crowd characterization"
      When the runbook "return to the characterization of the image" is followed
      Then Crowd is back within 2 hours
      And no acknowledged write is lost

  Rule: Every instance is what its image is characterized as, and every volume keeps to its bounds

    @acceptance @monitor @nightly @scenario:images-and-volumes-are-checked
    Scenario: All images and volumes are checked while people work
      Given staging is healthy and carries its daily workload
      When the runbook "check images and volumes against their characterizations" is followed
      Then people are interrupted for at most 30 seconds
      And it is seen that every volume is as it is characterized and in an archive that is not too old
      And no acknowledged write is lost
      And no earlier content is lost
