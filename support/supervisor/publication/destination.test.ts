import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { redact } from '../../drill/redaction/known-secrets';
import { checkedBaseUrl } from './destination';
import { confluenceToken } from './token';
import { waitingRuns, type Destination } from './waiting-runs';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'firedrill-publish-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}

void test('a base URL loses its last slash, and is refused where it would give the token away', () => {
  assert.equal(
    checkedBaseUrl('https://tools.example.org/confluence/'),
    'https://tools.example.org/confluence',
  );
  assert.equal(checkedBaseUrl('http://127.0.0.1:8090/confluence'), 'http://127.0.0.1:8090/confluence');
  assert.throws(() => checkedBaseUrl('http://tools.example.org/confluence'), /in the clear/);
  assert.throws(
    () => checkedBaseUrl('https://me:secret@tools.example.org'),
    (error: Error) => {
      assert.match(error.message, /password in it/);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    },
  );
  assert.throws(() => checkedBaseUrl('tools'), /no base URL/);
});

void test('the token comes from the file or the variable, and no output shows it from then on', (t) => {
  const file = join(folder(t), 'token');
  writeFileSync(file, 'dG9rZW4tb2YtYS1maWxl\n');
  assert.equal(
    confluenceToken(file, { FIREDRILL_CONFLUENCE_TOKEN: 'another-token' }),
    'dG9rZW4tb2YtYS1maWxl',
  );
  assert.equal(
    confluenceToken(undefined, { FIREDRILL_CONFLUENCE_TOKEN: 'token-of-a-variable' }),
    'token-of-a-variable',
  );
  assert.equal(
    redact('Bearer dG9rZW4tb2YtYS1maWxl, token-of-a-variable'),
    'Bearer [redacted: confluence/token], [redacted: confluence/token]',
  );
  assert.throws(() => confluenceToken(undefined, {}), /FIREDRILL_CONFLUENCE_TOKEN/);
  assert.throws(() => confluenceToken(join(folder(t), 'none'), {}), /cannot be read/);
  writeFileSync(file, 'user: x\ntoken: y\n');
  assert.throws(() => confluenceToken(file, {}), /one word/);
});

const destination: Destination = {
  ...{ baseUrl: 'https://tools.example.org/confluence', spaceKey: 'OPS' },
  ...{ parent: 'Recovery', environment: 'staging' },
};

void test('a run waits for its own destination only, oldest first, and for its owner only', (t) => {
  const reports = folder(t);
  const waiting = waitingRuns(reports, destination);
  waiting.add('/runs/2', new Date('2026-11-28T00:00:00Z'));
  waiting.add('/runs/1', new Date('2026-11-27T00:00:00Z'));
  waitingRuns(reports, { ...destination, spaceKey: 'DEV' }).add('/runs/3', new Date('2026-11-27T00:00:00Z'));
  assert.deepEqual(
    waiting.all().map((one) => one.folder),
    ['/runs/1', '/runs/2'],
  );
  const [file = ''] = readdirSync(join(reports, 'unpublished'));
  assert.equal(statSync(join(reports, 'unpublished', file)).mode & 0o777, 0o600);
  waiting.done('/runs/1');
  waiting.done('/runs/1');
  assert.deepEqual(
    waiting.all().map((one) => one.folder),
    ['/runs/2'],
  );
});

void test('what lies there and is no such file does not keep anybody from publishing', (t) => {
  const reports = folder(t);
  const waiting = waitingRuns(reports, destination);
  waiting.add('/runs/1', new Date('2026-11-27T00:00:00Z'));
  writeFileSync(join(reports, 'unpublished', 'torn.json'), '{"version":1,');
  assert.equal(waiting.all().length, 1);
});
