import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readEnvironment } from '../../../environment/read-environment';
import { egressFindings, egressTries } from './check-egress';

const declared = (name: string) =>
  readEnvironment(join(__dirname, `../../../../fixtures/environments/${name}.yaml`));
const production = declared('production');
const tries = egressTries(declared('staging'), {
  environment: production,
  publicAddresses: ['127.71.1.2', '198.51.100.7'],
});
const counts = {
  mail: tries.filter(({ what }) => what === 'mail').length,
  other: tries.filter(({ what }) => what === 'other').length,
};
const refused = tries.map(() => 'refused');

void test('every port that production serves is tried, at private and public addresses, and mail to whoever is outside', () => {
  const texts = tries.map(({ what, address, port }) => `${what} ${address}:${String(port)}`);
  for (const { address, ingress } of production.instances)
    for (const { port } of ingress) assert.ok(texts.includes(`other ${address}:${String(port)}`), address);
  for (const text of [
    'mail 198.51.100.7:25',
    'mail 10.72.0.20:587',
    'mail 10.71.0.20:465',
    'other 198.51.100.7:10443',
  ])
    assert.ok(texts.includes(text), text);
  assert.ok(!texts.some((text) => text.includes('127.71')));
});

void test('nothing is found where each try is refused and counted', () => {
  const counted = { 'refused-mail': counts.mail, 'refused-egress': counts.other + 3 };
  assert.deepEqual(egressFindings(tries, { outcomes: refused, counted }), []);
});

void test('a connection that comes about, and one that is lost on its way, are found', () => {
  const counted = { 'refused-mail': counts.mail, 'refused-egress': counts.other };
  const outcomes = refused.with(0, 'connected').with(1, 'timed out');
  assert.deepEqual(
    egressFindings(tries, { outcomes, counted }).map((text) => text.split(': ')[1]),
    ['connected', 'timed out'],
  );
});

void test('refused by somebody else is not refused here: the counters must have gone up', () => {
  assert.deepEqual(
    egressFindings(tries, { outcomes: refused, counted: { 'refused-mail': counts.mail - 1 } }),
    [
      `refused-mail counted ${String(counts.mail - 1)} of ${String(counts.mail)} tries`,
      `refused-egress counted nothing, for there is no such counter of ${String(counts.other)} tries`,
    ],
  );
});
