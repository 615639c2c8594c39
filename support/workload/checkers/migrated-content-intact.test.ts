import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Application, ReadBack } from '../../drill/history';
import { evidence } from '../literal-evidence';
import { migratedContentIntact } from './migrated-content-intact';

const read = (
  application: Application,
  found: ReadBack['found'],
  origin: ReadBack['origin'] = 'migrated',
): ReadBack => ({ application, key: `Old ${application}`, id: '1', origin, expectedSha256: 'aa', found });
const judged = (...readback: readonly ReadBack[]) => migratedContentIntact.check(evidence({ readback }));
const two = [read('jira', 'present'), read('alfresco', 'present')];

test('it is met when what only the old host had is there in every application', () => {
  const verdict = judged(...two, read('confluence', 'present'));
  assert.equal(verdict.result, 'met');
  assert.match(verdict.reason, /1 of 1 page, 1 of 1 issue, 1 of 1 document/);
});

test('it is missed when one is absent or has other bytes, and says which', () => {
  assert.equal(judged(...two, read('confluence', 'corrupted')).result, 'missed');
  assert.match(judged(...two, read('confluence', 'absent')).reason, /confluence "Old confluence" is absent/);
});

test('it is unknown when one is unreadable, and when an application was not read: seed content does not count', () => {
  assert.equal(judged(...two, read('confluence', 'unreadable')).result, 'unknown');
  const verdict = judged(...two, read('confluence', 'present', 'seed'));
  assert.equal(verdict.result, 'unknown');
  assert.match(verdict.reason, /in confluence/);
});
