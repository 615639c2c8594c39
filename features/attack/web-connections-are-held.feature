@attack
Feature: Surviving somebody who holds all connections

  Rule: Who takes every thread of the web server is shut out

    @acceptance @apache @nightly @scenario:web-connections-are-held
    Scenario: Somebody holds all connections of the web server
      Given staging is healthy and carries its daily workload
      When somebody outside holds 600 connections to the web server
      Then InterMapper raises the alarm for "Start page"
      When the runbook "shut out who holds connections" is followed
      Then Confluence, Jira and Alfresco are back within 2 hours
      And no acknowledged write is lost
