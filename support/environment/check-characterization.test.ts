import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const SCRIPT = join(
  __dirname,
  '../../fixtures/configuration/common/usr/local/lib/firedrill/check-characterization',
);
const python = spawnSync('python3', ['--version']).error === undefined;
const withPython = { skip: python ? false : 'this machine has no Python 3, which the host script needs' };

const declared = {
  packages: ['aide', 'git'],
  accounts: ['root'],
  ports: [22, 8095],
  files: { '/etc/nftables.conf': { sha256: 'aa', owner: 'root:root', mode: '0644' } },
  settings: { sshd: { passwordauthentication: 'no' }, sysctl: { 'kernel.kptr_restrict': '0' } },
  masked: ['apt-daily.timer'],
  health: { unit: 'crowd.service', command: 'true' },
};
const found = {
  packages: ['git', 'aide'],
  accounts: ['root'],
  listening: { '22': 'sshd', '8095': 'node' } as Readonly<Record<string, string>>,
  files: { '/etc/nftables.conf': { sha256: 'aa', owner: 'root:root', mode: '0644' } as object | null },
  settings: { sshd: { passwordauthentication: 'no' }, sysctl: { 'kernel.kptr_restrict': '0' } as object },
  masked: ['apt-daily.timer'],
  health: { unit: 'active', answer: null as string | null },
};

function python3(program: string, input: unknown): string {
  const load = `
import importlib.machinery, importlib.util, json, sys
loader = importlib.machinery.SourceFileLoader('check', ${JSON.stringify(SCRIPT)})
check = importlib.util.module_from_spec(importlib.util.spec_from_loader('check', loader))
sys.dont_write_bytecode = True
loader.exec_module(check)
given = json.load(sys.stdin)
`;
  const options = { input: JSON.stringify(input), encoding: 'utf8' } as const;
  const { stdout, stderr, status } = spawnSync('python3', ['-B', '-c', load + program], options);
  assert.equal(status, 0, stderr);
  return stdout;
}

function differences(facts: Partial<typeof found>): readonly string[] {
  const program = `print(*check.differences(*given), sep='\\n')`;
  const lines = python3(program, [declared, { ...found, ...facts }]).split('\n');
  return lines.filter((line) => line !== '');
}

/**
 * What is found of a service that gives these answers to one look after another, the first so many seconds after its unit
 * changed; each look comes a quarter of a second later.
 */
function health(
  since: number,
  answers: readonly (string | null)[],
): { answer: string | null; looks: number } {
  const program = `
looks = [0]
def look(command):
    looks[0] += 1
    return given['answers'][min(looks[0], len(given['answers'])) - 1]
check._unwell, check._state, check.time.sleep = look, (lambda verb, unit: 'active'), (lambda seconds: None)
check._seconds_since_change = lambda unit: given['since'] + looks[0] * 0.25
print(json.dumps({**check._health('crowd.service', 'true'), 'looks': looks[0]}))
`;
  return JSON.parse(python3(program, { since, answers })) as { answer: string | null; looks: number };
}

void test('a host that is as its image is characterized has no difference', withPython, () => {
  assert.deepEqual(differences({}), []);
});

void test('packages and accounts that are too many, and that are missing, are named', withPython, () => {
  assert.deepEqual(differences({ packages: ['git', 'nmap'], accounts: ['root', 'eve'] }), [
    'package nmap: not in the characterization',
    'package aide: missing',
    'account eve: not in the characterization',
  ]);
});

void test(
  'a port that is too many is named with its program, and one where nobody listens',
  withPython,
  () => {
    assert.deepEqual(differences({ listening: { '22': 'sshd', '9229': 'node' } }), [
      'TCP port 9229: node listens there, and it is not in the characterization',
      'TCP port 8095: nobody listens there',
    ]);
  },
);

void test('a file with other content, owner or mode, and one that is gone, are named', withPython, () => {
  const file = { sha256: 'bb', owner: 'eve:eve', mode: '0666' };
  assert.deepEqual(differences({ files: { '/etc/nftables.conf': file } }), [
    '/etc/nftables.conf: other content than the image has',
    '/etc/nftables.conf: owner eve:eve instead of root:root',
    '/etc/nftables.conf: mode 0666 instead of 0644',
  ]);
  assert.deepEqual(differences({ files: { '/etc/nftables.conf': null } }), ['/etc/nftables.conf: missing']);
});

void test(
  'security settings that are others, or not set, and a unit that is not masked are named',
  withPython,
  () => {
    assert.deepEqual(
      differences({ settings: { sshd: { passwordauthentication: 'yes' }, sysctl: {} }, masked: [] }),
      [
        'setting passwordauthentication of sshd: yes instead of no',
        'setting kernel.kptr_restrict of sysctl: not set instead of 0',
        'unit apt-daily.timer: not masked',
      ],
    );
  },
);

void test('a service that is down, or gives no answer, is named', withPython, () => {
  assert.deepEqual(differences({ health: { unit: 'failed', answer: 'status 7' } }), [
    'service crowd.service: failed instead of active',
  ]);
  assert.deepEqual(differences({ health: { unit: 'active', answer: 'status 7' } }), [
    'service crowd.service: gives no answer (status 7)',
  ]);
});

void test('a service that was started just now is given its time to answer', withPython, () => {
  const { answer, looks } = health(0, ['status 7', 'status 7', null]);
  assert.deepEqual({ answer, looks }, { answer: null, looks: 3 });
});

void test(
  'one that gives no answer for longer is told of, and one that runs long is not waited for',
  withPython,
  () => {
    assert.equal(health(0, ['status 7']).answer, 'status 7');
    const { answer, looks } = health(60, ['status 7', null]);
    assert.deepEqual({ answer, looks }, { answer: 'status 7', looks: 1 });
  },
);
