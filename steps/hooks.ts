import {
  After,
  AfterAll,
  Before,
  BeforeAll,
  setDefaultTimeout,
  type ITestCaseHookParameter,
} from '@cucumber/cucumber';
import { DrillRun } from '../support/recovery/run/drill-run';
import { reasonsOf } from './reasons';
import { runSettings } from './run-settings';
import { tellSupervisor } from './tell-supervisor';
import type { DrillWorld } from './world';

// Cucumber's time-out races and never cancels; every wait of a drill has a deadline of its own.
setDefaultTimeout(-1);

let drills: DrillRun | undefined;
/** From when on no drill begins. */
let until = Infinity;

const interrupt = (why: string): void => drills?.interrupt(new Error(why));

BeforeAll(async () => {
  const settings = runSettings();
  until = settings.until?.getTime() ?? Infinity;
  drills = await DrillRun.open(settings, (message) => process.stderr.write(`${message}\n`), tellSupervisor);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => interrupt(`the run was interrupted by ${signal}`));
  // A supervisor says it over its channel; when that breaks it has died, and nobody is left to report to.
  process.on('message', (message) => interrupt(String(message)));
  process.on('disconnect', () => interrupt('the supervisor has died'));
  process.channel?.unref();
});

Before(function (this: DrillWorld, { pickle, gherkinDocument }: ITestCaseHookParameter) {
  const id = pickle.tags
    .map(({ name }) => /^@scenario:(.+)$/.exec(name)?.[1])
    .find((found) => found !== undefined);
  if (id === undefined || drills === undefined) return undefined;
  if (drills.isInterrupted || Date.now() >= until) return 'skipped';
  const line = String(pickle.location?.line ?? 0);
  const location = `${gherkinDocument.uri ?? pickle.uri}:${line}`;
  this.holds(drills.start({ id, title: pickle.name, location }));
  return undefined;
});

After(async function (this: DrillWorld) {
  if (!this.isDrilling || drills === undefined) return;
  this.holds(undefined);
  const judgement = await drills.end();
  // Steps that all passed are not enough: what counts is what the evidence shows.
  if (judgement.result === 'met') return;
  throw new Error(reasonsOf(judgement));
});

AfterAll(() => drills?.close());
