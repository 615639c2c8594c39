@attack
Feature: Surviving the end of a certificate

  Rule: When nobody renewed it in time, a new one is made, installed and handed out

    @acceptance @apache @nightly @scenario:apache-certificate-ends
    Scenario: Apache's certificate has ended
      Given staging is healthy and carries its daily workload
      When the web server's certificate ends
      Then InterMapper raises the alarm for "Confluence through web"
      When the runbook "renew a certificate" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And it is seen that Apache hands out the renewed certificate
      And no acknowledged write is lost
