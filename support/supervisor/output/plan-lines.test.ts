import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seconds } from '../../drill/time';
import type { PlannedDrill } from '../../recovery/plan/plan-drills';
import { planLines, resetLines } from './plan-lines';

const drill: PlannedDrill = {
  id: 'volume-lost',
  title: 'Jira loses its data volume',
  changes: [{ target: 'vol-1 of jira (i-1)', change: 'detach it by force', revert: 'attach it to i-1' }],
  leases: [
    { where: 'host jira', restores: 'mount it', duration: seconds(20), renewedEvery: seconds(5) },
    { where: 'vol-1', restores: 'attach it', duration: seconds(60), renewedEvery: undefined },
    { where: 'the environment', restores: 'go back', duration: undefined, renewedEvery: undefined },
  ],
  blastRadius: {
    instances: { struck: ['jira'], limit: 1 },
    tiers: [{ subnet: 'application', struck: ['jira'], of: 4, limit: 0.5 }],
    blind: false,
  },
  refusals: [],
  stops: ['60 s have passed since the injection'],
  besides: [{ target: 'vpc-1', change: 'tag it', revert: 'take the tag away' }],
  runbook: {
    title: 'attach a volume',
    steps: [
      { title: 'Look', target: 'jira', commands: ['ssh jira lsblk'], undo: 'Nothing was changed.' },
      { title: 'Attach it', target: 'jira', commands: ['aws ec2 attach-volume'], undo: 'Detach it.' },
    ],
  },
  reset: 'always',
};

void test('a plan is aligned, each change beside its revert, and each step beside its commands', () => {
  assert.deepEqual(planLines(drill, 10), [
    'volume-lost: Jira loses its data volume',
    '  breaks       vol-1 of jira (i-1)',
    '                 does      detach it by force',
    '                 reverts   attach it to i-1',
    '  lease        host jira: mount it (20 s, renewed every 5 s)',
    '  lease        vol-1: attach it (60 s, renewed by nobody)',
    '  lease        the environment: go back (until that is done)',
    '  strikes      jira: 1 of 10 instances (at most 1), 1 of 4 in the subnet application (at most 50%)',
    '  guard rails  let it pass',
    '  stops when   60 s have passed since the injection',
    '  besides      vpc-1',
    '                 does      tag it',
    '                 reverts   take the tag away',
    '  follows      attach a volume',
    '               1. Look',
    '                  ssh jira lsblk',
    '               2. Attach it',
    '                  aws ec2 attach-volume',
    '                  to go back: Detach it.',
    '  afterwards   what the runbook leaves for the end and the fault are undone, the last first',
    '               the environment goes back to its golden snapshot',
  ]);
});

void test('a fault that the guard rails would refuse says by which limit, and what is not reset says when it is', () => {
  const refusals = ['staging is protected (its environment file says so)', 'it is too much'];
  const lines = planLines({ ...drill, refusals, changes: [], leases: [], reset: 'unless-met' }, 10);
  assert.ok(lines.includes(`  guard rails  refuse: ${refusals[0] ?? ''}`));
  assert.ok(lines.includes('               refuse: it is too much'));
  assert.ok(lines.at(-1)?.endsWith('unless it ends met, the environment goes back to its golden snapshot'));
});

void test('a reset names the snapshot, and what is replaced', () => {
  const change = { target: 'jira (i-1)', change: 'a new data volume', revert: 'nothing' };
  assert.deepEqual(
    resetLines({
      set: 'golden-1',
      takenAt: '2026-01-02T03:04:05.000Z',
      changes: [change, { ...change, target: 'confluence (i-2)' }],
    }).slice(1),
    ['  jira (i-1)        a new data volume', '  confluence (i-2)  a new data volume'],
  );
});

void test('a drill that cannot be planned is told with the reason', () => {
  assert.deepEqual(planLines({ id: 'x', title: 'X breaks', problem: 'x does not run' }, 10), [
    'x: X breaks',
    '  not planned  x does not run',
  ]);
});
