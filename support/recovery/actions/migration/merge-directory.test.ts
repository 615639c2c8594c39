import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const current = `dn: dc=new,dc=test
dc: new
entryUUID: 1

dn: uid=workload,ou=people,dc=new,dc=test
uid: workload
userPassword:: e1NTSEF9

dn: cn=users,ou=groups,dc=new,dc=test
cn: users
member: uid=workload,ou=people,dc=new,dc=test
`;
const old = `dn: dc=old,dc=test
dc: old
entryUUID: 2

dn: uid=ada,ou=people,dc=old,dc=test
uid: ada
cn:: TWFyw61h
userPassword:: e1NTSEF9
entryUUID: 3

dn: uid=workload,ou=people,dc=old,dc=test
uid: workload
userPassword:: b3RoZXI=

dn: cn=users,ou=groups,dc=old,dc=test
cn: users
member: uid=ada,ou=people,dc=old,dc=test
member: uid=workload,ou=people,dc=old,dc=test
`;

function merged(first: string, second: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'merge-directory-'));
  try {
    writeFileSync(join(folder, 'current'), first);
    writeFileSync(join(folder, 'old'), second);
    const program = join(__dirname, 'merge-directory.py');
    const files = [join(folder, 'current'), join(folder, 'old')];
    return execFileSync('python3', [program, ...files, 'dc=new,dc=test'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('who was only in the old directory is added below the new suffix, with the password from there', () => {
  const found = merged(current, old);
  assert.match(
    found,
    /dn: uid=ada,ou=people,dc=new,dc=test\nuid: ada\ncn:: TWFyw61h\nuserPassword:: e1NTSEF9\n\n/,
  );
  assert.doesNotMatch(found, /dc=old|entryUUID: 3/);
});

test('who is in both stays as in the new one, and a group gets the members of both', () => {
  const found = merged(current, old);
  assert.doesNotMatch(found, /b3RoZXI=/);
  assert.match(
    found,
    /member: uid=workload,ou=people,dc=new,dc=test\nmember: uid=ada,ou=people,dc=new,dc=test\n/,
  );
  assert.equal(found.split('dn: uid=workload').length, 2);
});

test('merging again changes nothing', () => {
  const once = merged(current, old);
  assert.equal(merged(once, old), once);
});
