import { defineParameterType } from '@cucumber/cucumber';
import type { Application } from '../support/drill/history';
import { hours, minutes, seconds, type Milliseconds } from '../support/drill/time';

const named: Readonly<Record<string, Application>> = {
  Confluence: 'confluence',
  Jira: 'jira',
  Alfresco: 'alfresco',
};

const applicationNamed = (word: string): Application => {
  const application = named[word];
  if (application === undefined) throw new Error(`${word} is none of ${Object.keys(named).join(', ')}`);
  return application;
};

defineParameterType({
  name: 'application',
  regexp: /Confluence|Jira|Alfresco/,
  transformer: (word: string): Application => applicationNamed(word),
});

defineParameterType({
  name: 'applications',
  regexp: /(?:Confluence|Jira|Alfresco)(?:(?:, | and )(?:Confluence|Jira|Alfresco))*/,
  transformer: (words: string): readonly Application[] => words.split(/, | and /).map(applicationNamed),
});

defineParameterType({
  name: 'instance',
  regexp: /bastion|web|ldap|mysql|crowd|confluence|jira|alfresco|monitor|offsite/,
  transformer: (word: string): string => word,
});

const units: Readonly<Record<string, (count: number) => Milliseconds>> = {
  second: seconds,
  minute: minutes,
  hour: hours,
};

defineParameterType({
  name: 'duration',
  regexp: /(\d+) (second|minute|hour)s?/,
  transformer: (count: string, unit: string): Milliseconds => {
    const convert = units[unit];
    if (convert === undefined) throw new Error(`${unit} is no unit of time`);
    return convert(Number(count));
  },
});

defineParameterType({
  name: 'runbook',
  regexp: /"([^"]*)"/,
  transformer: (title: string): string => title,
});

defineParameterType({
  name: 'device',
  regexp: /"([^"]*)"/,
  transformer: (name: string): string => name,
  useForSnippets: false,
});
