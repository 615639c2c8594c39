import { createHash, randomBytes } from 'node:crypto';
import {
  fullName,
  peopleContainer,
  seedPeople as peopleOf,
  writtenBy,
  type SeedPerson,
} from '../../fixtures/content/people';
import { settingsOfProducts } from '../../fixtures/content/settings-of-products';
import { openStore } from '../applications/open-store';
import type { Store } from '../applications/store';
import { learnSecrets } from '../drill/redaction/known-secrets';
import { minutes } from '../drill/time';
import { roleSoftware } from './role-software';
import { mustRun } from '../hosts/shell';
import { domainOf, webOrigin } from './configuration';
import { applicationsOf, instanceOfRole } from './environment';
import type { OpenEnvironment } from './open-environment';
import { startApplications } from './start-applications';
import { startStopwatch, type Progress } from './stopwatch';

const SUFFIX = 'dc=firedrill,dc=test';

/**
 * Makes the declared people in the directory and has each of them write something in every application, logged in as himself;
 * and settings of a production in the products' schemas. Their passwords are known to nobody afterwards.
 */
export async function seedPeople(
  open: OpenEnvironment,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { content } = open.environment;
  if (content.people === 0) return;
  const elapsed = startStopwatch();
  const people = peopleOf(content.people, content.seed);
  const passwords = new Map(people.map(({ uid }) => [uid, randomBytes(20).toString('hex')]));
  learnSecrets([...passwords].map(([uid, value]) => ({ name: `${open.name}/person.${uid}`, value })));
  await addToDirectory(open, people, passwords, signal);
  await haveThemWrite(open, people, passwords, signal);
  const origin = webOrigin(open.environment);
  const database = open.host(instanceOfRole(open.environment, 'mysql').name);
  for (const [schema, input] of Object.entries(settingsOfProducts(origin, domainOf(open.environment))))
    await mustRun(database, `mariadb ${schema}`, { input, signal, timeout: minutes(1), sudo: true });
  progress(`people: ${String(people.length)} in the directory, with what each has written, in ${elapsed()}`);
}

async function addToDirectory(
  open: OpenEnvironment,
  people: readonly SeedPerson[],
  passwords: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const directory = open.host(instanceOfRole(open.environment, 'ldap').name);
  const modify = (input: string, codes: string): Promise<string> =>
    mustRun(
      directory,
      `ldapmodify -Q -c -Y EXTERNAL -H ldapi:/// >/dev/null 2>/run/firedrill-ldapmodify; code=$?; case " ${codes} " in *" $code "*) ;; *) cat /run/firedrill-ldapmodify >&2; exit "$code";; esac`,
      { input, signal, timeout: minutes(1), sudo: true },
    );
  // Whoever is there already gets another password: the one of before is known to nobody.
  await modify(people.map((person) => entry(person, passwords.get(person.uid) ?? '')).join('\n'), '0 68');
  await modify(people.map((person) => password(person, passwords.get(person.uid) ?? '')).join('\n'), '0');
  const groups = applicationsOf(open.environment).map((name) => `cn=${name}-users,ou=groups,${SUFFIX}`);
  const members = people.flatMap(({ uid }) =>
    groups.map((group) => `dn: ${group}\nchangetype: modify\nadd: member\nmember: ${nameOf(uid)}\n`),
  );
  await modify(members.join('\n'), '0 20');
  // Crowd reads the directory when it starts.
  const { name, role } = instanceOfRole(open.environment, 'crowd');
  await mustRun(open.host(name), `systemctl restart ${roleSoftware[role].unit}`, {
    ...{ signal, timeout: minutes(2), sudo: true },
  });
  await startApplications(open, () => undefined, signal);
}

const nameOf = (uid: string): string => `uid=${uid},ou=people,${SUFFIX}`;

/** RFC 2849: what is no plain text stands there in base64. */
const line = (attribute: string, value: string): string =>
  `${attribute}:: ${Buffer.from(value).toString('base64')}`;

const entry = (person: SeedPerson, text: string): string =>
  [
    `dn: ${nameOf(person.uid)}`,
    'changetype: add',
    'objectClass: inetOrgPerson',
    `uid: ${person.uid}`,
    line('cn', fullName(person)),
    line('displayName', fullName(person)),
    line('givenName', person.givenName),
    line('sn', person.sn),
    `mail: ${person.mail}`,
    `telephoneNumber: ${person.telephoneNumber}`,
    line('userPassword', hashed(text)),
    '',
  ].join('\n');

const password = ({ uid }: SeedPerson, text: string): string =>
  [
    'dn: ' + nameOf(uid),
    'changetype: modify',
    'replace: userPassword',
    line('userPassword', hashed(text)),
    '',
  ].join('\n');

/** Salted SHA-1, as slappasswd(8) makes it. */
function hashed(text: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha1').update(text).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}

async function haveThemWrite(
  open: OpenEnvironment,
  people: readonly SeedPerson[],
  passwords: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { requestTimeout } = open.environment.workload;
  const origin = webOrigin(open.environment);
  for (const application of applicationsOf(open.environment)) {
    const as = (access: { readonly username: string; readonly password: string }): Store =>
      openStore(
        application,
        { ...open.applicationAccess('admin'), ...access },
        { requestTimeout, logIn: 'once' },
      );
    const administrator = as(open.applicationAccess('admin'));
    try {
      await administrator.ensureContainer(peopleContainer, signal);
      const present = new Set((await administrator.list(peopleContainer, signal)).map(({ key }) => key));
      await Promise.all(
        people.map(async (person, index) => {
          const colleague = people[(index + 1) % people.length] ?? person;
          const own = writtenBy(person, colleague, origin).filter(
            (item) => item.application === application && !present.has(item.key),
          );
          const store = as({ username: person.uid, password: passwords.get(person.uid) ?? '' });
          try {
            for (const item of own) await store.write(peopleContainer, item, signal);
          } finally {
            store.close();
          }
        }),
      );
    } finally {
      administrator.close();
    }
  }
}
