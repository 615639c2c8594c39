import { defineParameterType } from '@cucumber/cucumber';
import { hours, minutes, seconds, type Milliseconds } from '../support/drill/time';

/** By the software's name, the instance that it runs on. */
const systems: Readonly<Record<string, string>> = {
  Confluence: 'confluence',
  Jira: 'jira',
  Alfresco: 'alfresco',
  Crowd: 'crowd',
  Apache: 'web',
  OpenLDAP: 'ldap',
  MySQL: 'mysql',
  'the bastion': 'bastion',
  'the off-site store': 'offsite',
  'the monitor': 'monitor',
};
const systemNamed = (word: string): string => {
  const instance = systems[word];
  if (instance === undefined) throw new Error(`${word} is none of ${Object.keys(systems).join(', ')}`);
  return instance;
};
const anySystem = Object.keys(systems).join('|');

defineParameterType({
  name: 'system',
  regexp: new RegExp(anySystem),
  transformer: systemNamed,
  useForSnippets: false,
});

defineParameterType({
  name: 'systems',
  regexp: new RegExp(`(?:${anySystem})(?:(?:, | and )(?:${anySystem}))*`),
  transformer: (words: string): readonly string[] => words.split(/, | and /).map(systemNamed),
  useForSnippets: false,
});

const anyInstance = 'bastion|web|ldap|mysql|crowd|confluence|jira|alfresco|monitor|offsite';

defineParameterType({
  name: 'instances',
  regexp: new RegExp(`(?:${anyInstance})(?:(?:, | and )(?:${anyInstance}))+`),
  transformer: (words: string): readonly string[] => words.split(/, | and /),
  useForSnippets: false,
});

defineParameterType({
  name: 'instance',
  regexp: new RegExp(anyInstance),
  transformer: (word: string): string => word,
});

defineParameterType({
  name: 'address',
  regexp: /\d+(?:\.\d+){3}/,
  transformer: (text: string): string => text,
  useForSnippets: false,
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
  name: 'outcome',
  regexp: /.+/,
  transformer: (words: string): string => words,
  useForSnippets: false,
});

defineParameterType({
  name: 'device',
  regexp: /"([^"]*)"/,
  transformer: (name: string): string => name,
  useForSnippets: false,
});

defineParameterType({
  name: 'reason',
  regexp: /"([^"]*)"/,
  transformer: (words: string): string => words,
  useForSnippets: false,
});

/** What the old host's data may have that keeps them from being migrated, by the fault's word for it. */
const badData: Readonly<Record<string, string>> = {
  'a row larger than max_allowed_packet': 'a-row-of-80-mib',
  'another collation': 'another-collation',
  'table names in lower case': 'lower-case-table-names',
  'a date that only a lax sql_mode takes': 'a-zero-date',
  'dates of another time zone': 'another-time-zone',
  'links to another base URL': 'another-base-url',
  'attachments whose rows are gone': 'attachments-without-rows',
};

defineParameterType({
  name: 'badData',
  regexp: new RegExp(Object.keys(badData).join('|')),
  transformer: (words: string): string => {
    const what = badData[words];
    if (what === undefined) throw new Error(`${words} is none of ${Object.keys(badData).join(', ')}`);
    return what;
  },
  useForSnippets: false,
});
