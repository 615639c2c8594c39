import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { minutes } from '../../drill/time';
import { readEnvironment } from '../../environment/read-environment';
import type { Candidate } from './candidates';
import { drawStorm, mayOverlap } from './draw-storm';

const staging = readEnvironment(join(resolve(__dirname, '../../..'), 'fixtures/environments/staging.yaml'));
const candidate = (drill: string, ...strikes: string[]): Candidate => ({ drill, strikes, places: [] });
const many = ['confluence', 'jira', 'alfresco', 'crowd', 'mysql', 'ldap', 'web', 'offsite'].flatMap((name) =>
  [1, 2, 3, 4, 5].map((number) => candidate(`${name}-${String(number)}`, name)),
);
const draw = (seed: number, candidates = many, length = minutes(20)) =>
  drawStorm(staging, candidates, { seed, length });

void test('the same seed draws the same storm, in whatever order the catalogue is read; another seed another', () => {
  assert.deepEqual(draw(7), draw(7, [...many].reverse()));
  assert.notDeepEqual(draw(7), draw(8));
});

void test('gusts come about as far apart as the environment says, and none begins after the end', () => {
  const { every } = staging.safety.storm;
  for (const seed of [1, 2, 3, 4, 5]) {
    const begin = draw(seed).map(({ at }) => at);
    const apart = begin.slice(1).map((at, index) => at - (begin[index] ?? 0));
    assert.ok(
      apart.every((each) => each >= every / 2 && each <= every * 1.5),
      apart.join(),
    );
    assert.ok((begin.at(-1) ?? 0) < minutes(20));
    assert.ok(begin.length >= 15 && begin.length <= 27, String(begin.length));
  }
});

void test('some gusts are two failures and some are one; a second comes while the first is fresh; none is drawn twice', () => {
  const gusts = [1, 2, 3].flatMap((seed) => draw(seed));
  const sizes = gusts.map(({ strikes }) => strikes.length);
  assert.ok(sizes.includes(1) && sizes.includes(2) && Math.max(...sizes) === 2);
  const after = gusts.flatMap(({ strikes }) => strikes.slice(1).map((strike) => strike.after));
  assert.ok(after.every((each) => each >= 0 && each <= staging.safety.storm.every / 4));
  assert.ok(new Set(after).size > 1);
  const drawn = draw(1).flatMap(({ strikes }) => strikes.map(({ drill }) => drill));
  assert.equal(new Set(drawn).size, drawn.length);
});

void test('a storm that has used up the catalogue ends', () => {
  assert.deepEqual(
    draw(1, [candidate('jira-is-killed', 'jira')]).map(({ at, strikes }) => [at, strikes[0]?.drill]),
    [[0, 'jira-is-killed']],
  );
});

void test('failures overlap only where neither system needs the other', () => {
  const may = (one: string, other: string): boolean =>
    mayOverlap(staging, candidate('a', one), candidate('b', other));
  assert.equal(may('confluence', 'jira'), true);
  assert.equal(may('ldap', 'offsite'), true);
  assert.equal(may('jira', 'jira'), false);
  assert.equal(may('jira', 'mysql'), false);
  assert.equal(may('ldap', 'jira'), false, 'Jira needs the directory through Crowd');
  assert.equal(may('web', 'alfresco'), false);
});

void test('failures overlap only within the limits of a storm, where their leases lie apart, and where both can be seen', () => {
  const one = candidate('a', 'confluence');
  const other = candidate('b', 'jira');
  assert.equal(mayOverlap(staging, { ...one, places: ['acl-1'] }, { ...other, places: ['acl-1'] }), false);
  assert.equal(mayOverlap(staging, { ...one, places: ['acl-1'] }, { ...other, places: ['acl-2'] }), true);
  assert.equal(mayOverlap(staging, { ...one, alone: 'it is the monitor' }, other), false);
  assert.equal(mayOverlap(staging, candidate('a', 'confluence', 'alfresco'), other), false, 'three of two');
  const { safety } = staging;
  const careful = { ...staging, safety: { ...safety, storm: { ...safety.storm, tier: 0.3 } } };
  assert.equal(mayOverlap(careful, one, other), false, 'half of a tier');
});
