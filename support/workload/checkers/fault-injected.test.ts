import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProofOfInjection } from '../../drill/fault';
import { at, evidence } from '../literal-evidence';
import { faultInjected } from './fault-injected';

const timeline = [{ ...at(10), moment: 'injected', detail: 'killed' }] as const;
const injection = (result: ProofOfInjection['result']) => ({
  fault: 'kill-application',
  changes: [],
  proof: { result, observed: 'The main process is gone.' },
  reverted: true,
});

test('it is met with proof', () => {
  const verdict = faultInjected.check(evidence({ timeline, injection: injection('installed') }));
  assert.equal(verdict.result, 'met');
  assert.equal(verdict.reason, 'The fault kill-application was installed: The main process is gone.');
});

test('it is unknown when the fault was skipped, and says what was seen', () => {
  const verdict = faultInjected.check(evidence({ timeline, injection: injection('skipped') }));
  assert.equal(verdict.result, 'unknown');
  assert.equal(verdict.reason, 'The fault kill-application was not installed: The main process is gone.');
});

test('it is unknown without clear proof, without a moment, and without a record', () => {
  const indeterminate = evidence({ timeline, injection: injection('indeterminate') });
  assert.equal(faultInjected.check(indeterminate).result, 'unknown');
  assert.equal(faultInjected.check(evidence({ injection: injection('installed') })).result, 'unknown');
  assert.equal(faultInjected.check(evidence({ timeline })).result, 'unknown');
});
