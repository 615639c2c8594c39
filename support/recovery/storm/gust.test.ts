import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { Judgement } from '../../drill/evidence';
import { milliseconds } from '../../drill/time';
import { faultNames } from '../../faults/faults';
import { actions } from '../actions/actions';
import { readCatalogue } from '../catalogue/catalogue';
import type { Drill } from '../drill/drill';
import { Gust, type GustDrill } from './gust';

const catalogue = readCatalogue(resolve(__dirname, '../../..'), { actions, faults: { names: faultNames } });

/** A drill that notes what is done, and throws where it is told to. */
function drillOf(id: string, done: string[], fails?: string): GustDrill {
  const note = (what: string) => (): Promise<void> => {
    done.push(`${id} ${what}`);
    return what === fails ? Promise.reject(new Error(`no ${what}`)) : Promise.resolve();
  };
  const drill = {
    begin: note('begins'),
    prepare: note('prepares'),
    inject: note('injects'),
    awaitDetection: note('is detected'),
    follow: note('is followed'),
    awaitRestored: note('is restored'),
    assertOutcome: note('has its outcome'),
    revertUnlessRestored: note('reverts unless restored'),
    end: async () => {
      await note('ends')();
      return { drill: id } as Judgement;
    },
    interrupt: (reason: Error) => void done.push(`${id} is interrupted: ${reason.message}`),
    hurry: () => undefined,
  } as unknown as Drill;
  return { drill, definition: catalogue.drill(id), after: milliseconds(0) };
}

const alone = { abandon: () => undefined };
const of = (id: string, done: readonly string[]): readonly string[] =>
  done.filter((line) => line.startsWith(`${id} `)).map((line) => line.slice(id.length + 1));
const whole = [
  'begins',
  'injects',
  'is detected',
  'is followed',
  'is restored',
  'reverts unless restored',
  'ends',
];

void test('each failure of a gust goes the way of its feature, and has a judgement of its own', async () => {
  const done: string[] = [];
  const drills = [drillOf('jira-is-killed', done), drillOf('confluence-is-killed', done)];
  const judgements = await new Gust(drills, alone).strike();
  assert.deepEqual([...judgements.keys()], ['jira-is-killed', 'confluence-is-killed']);
  assert.deepEqual(of('jira-is-killed', done), whole);
  assert.deepEqual(of('confluence-is-killed', done), whole);
});

void test('a failure that is not detected leaves the others alone, and is reverted before any is read back', async () => {
  const done: string[] = [];
  const drills = [drillOf('jira-is-killed', done, 'is detected'), drillOf('confluence-is-killed', done)];
  await new Gust(drills, alone).strike();
  assert.deepEqual(of('jira-is-killed', done), [
    'begins',
    'injects',
    'is detected',
    'reverts unless restored',
    'ends',
  ]);
  assert.deepEqual(of('confluence-is-killed', done), whole);
  assert.ok(
    done.indexOf('jira-is-killed reverts unless restored') < done.indexOf('confluence-is-killed ends'),
  );
});

void test('where one does not begin nothing is broken, and each still ends', async () => {
  const done: string[] = [];
  const drills = [drillOf('jira-is-killed', done, 'begins'), drillOf('confluence-is-killed', done)];
  await new Gust(drills, alone).strike();
  assert.deepEqual(of('confluence-is-killed', done), ['begins', 'reverts unless restored', 'ends']);
});

void test('an archive and an outcome that a failure has come at their places', async () => {
  const done: string[] = [];
  const found = catalogue.drills.find(({ scenario: { before, fault } }) => before && fault);
  assert.ok(found !== undefined);
  const { scenario } = found;
  await new Gust([drillOf(scenario.id, done)], alone).strike();
  const order = of(scenario.id, done);
  assert.ok(order.indexOf('prepares') < order.indexOf('injects') && order.includes('prepares'));
  assert.equal(order.includes('has its outcome'), scenario.outcome !== undefined);
});

void test('an interrupted gust does not strike any more, and its drills still end', async () => {
  const done: string[] = [];
  const { drill, definition } = drillOf('jira-is-killed', done);
  const gust = new Gust([{ drill, definition, after: milliseconds(60_000) }], alone);
  const struck = gust.strike();
  gust.interrupt(new Error('enough'));
  await struck;
  assert.deepEqual(of('jira-is-killed', done), [
    'begins',
    'is interrupted: enough',
    'reverts unless restored',
    'ends',
  ]);
});
