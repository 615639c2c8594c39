import {
  After,
  AfterAll,
  Before,
  BeforeAll,
  setDefaultTimeout,
  type ITestCaseHookParameter,
} from '@cucumber/cucumber';
import { DrillRun } from '../support/recovery/drill-run';
import { runSettings } from './run-settings';
import type { DrillWorld } from './world';

// Cucumber's time-out races and never cancels; every wait of a drill has a deadline of its own.
setDefaultTimeout(-1);

let drills: DrillRun | undefined;

BeforeAll(async () => {
  drills = await DrillRun.open(runSettings(), (message) => process.stderr.write(`${message}\n`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => drills?.interrupt(new Error(`the run was interrupted by ${signal}`)));
  }
});

Before(function (this: DrillWorld, { pickle, gherkinDocument }: ITestCaseHookParameter) {
  const id = pickle.tags
    .map(({ name }) => /^@scenario:(.+)$/.exec(name)?.[1])
    .find((found) => found !== undefined);
  if (id === undefined || drills === undefined) return;
  const line = String(pickle.location?.line ?? 0);
  const location = `${gherkinDocument.uri ?? pickle.uri}:${line}`;
  this.holds(drills.start({ id, title: pickle.name, location, seed: this.seed }));
});

After(async function (this: DrillWorld) {
  if (!this.isDrilling) return;
  const { drill } = this;
  this.holds(undefined);
  const judgement = await drill.end();
  // Steps that all passed are not enough: what counts is what the evidence shows.
  if (judgement.result === 'met') return;
  const reasons = judgement.verdicts
    .filter(({ result }) => result !== 'met')
    .map(({ checker, reason }) => `${checker}: ${reason}`);
  throw new Error(`the drill is ${judgement.result}: ${reasons.join(' ')}`);
});

AfterAll(() => {
  drills?.close();
});
