import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { liftBans } from './lift-bans';

const environment = { access: { ssh: { instance: 'bastion' } } };

/** What fail2ban's program is asked where nft says so of the set. */
async function askedOf(nft: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bans-'));
  const said = join(folder, 'asked');
  writeFileSync(said, '');
  const program = (name: string, lines: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program('nft', nft);
  program('fail2ban-client', `echo "$*" >> ${said}`);
  const hosts: string[] = [];
  const open = {
    environment,
    host: (name: string) => {
      hosts.push(name);
      return {
        run: (command: string) => {
          const { status } = spawnSync('sh', ['-c', command], {
            env: { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
          });
          return Promise.resolve({ code: status ?? 255, stdout: '' });
        },
      };
    },
  };
  await liftBans(open as never, new AbortController().signal);
  assert.deepEqual(hosts, ['bastion']);
  const text = readFileSync(said, 'utf8');
  rmSync(folder, { recursive: true });
  return text;
}

void test('who is banned on the bastion no longer is', async () => {
  const set = "echo 'set addr-set-sshd { type ipv4_addr elements = { 10.71.9.10 } }'";
  assert.equal(await askedOf(set), 'unban --all\n');
});

void test('where nobody is banned, fail2ban is not asked', async () => {
  assert.equal(await askedOf("echo 'set addr-set-sshd { type ipv4_addr }'"), '');
  assert.equal(await askedOf('exit 1'), '');
});

void test('a bastion that does not answer ends nothing, an interruption does', async () => {
  const open = { environment, host: () => ({ run: () => Promise.reject(new Error('no answer')) }) };
  await liftBans(open as never, new AbortController().signal);
  await assert.rejects(liftBans(open as never, AbortSignal.abort(new Error('interrupted'))), /interrupted/);
});
