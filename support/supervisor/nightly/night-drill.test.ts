import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDrills } from '../drills';
import { CHECKOUT } from '../settings';
import { nightDrill } from './night-drill';

void test('the digest of a drill is another one when its scenario or its runbook is, and else the same', () => {
  const [drill] = readDrills().drills;
  assert.ok(drill);
  const { digest } = nightDrill(CHECKOUT, drill);
  assert.equal(nightDrill(CHECKOUT, { ...drill }).digest, digest);
  const scenario = { ...drill.scenario, title: 'another' };
  assert.notEqual(nightDrill(CHECKOUT, { ...drill, scenario }).digest, digest);
  const runbook = { ...drill.runbook, steps: drill.runbook.steps.slice(1) };
  assert.notEqual(nightDrill(CHECKOUT, { ...drill, runbook }).digest, digest);
});
