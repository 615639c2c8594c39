import { AfterAll, BeforeAll, setDefaultTimeout, Then, When } from '@cucumber/cucumber';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Judgement } from '../../support/drill/evidence';
import { DrillRun, type Strike } from '../../support/recovery/run/drill-run';
import { readFeature } from '../../support/recovery/catalogue/feature';
import { stormPlanSchema, type Gust, type StormPlan } from '../../support/recovery/storm/storm-plan';
import { reasonsOf } from '../reasons';
import { runSettings } from '../run-settings';
import { tellSupervisor } from '../tell-supervisor';

setDefaultTimeout(-1);

let run: DrillRun | undefined;
let plan: StormPlan | undefined;
/** The first gust's, in milliseconds of `performance.now()`. */
let began: number | undefined;
/** By number; several scenarios are of one gust, which strikes once. */
const struck = new Map<number, Promise<ReadonlyMap<string, Judgement>>>();
const interruption = new AbortController();

function interrupt(why: string): void {
  interruption.abort();
  run?.interrupt(new Error(why));
}

BeforeAll(async () => {
  const settings = runSettings();
  plan = stormPlanSchema.parse(JSON.parse(readFileSync(join(settings.runFolder, 'storm.json'), 'utf8')));
  run = await DrillRun.open(settings, (message) => process.stderr.write(`${message}\n`), tellSupervisor);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => interrupt(`the storm was interrupted by ${signal}`));
  process.on('message', (message) => interrupt(String(message)));
  process.on('disconnect', () => interrupt('the supervisor has died'));
  process.channel?.unref();
});

When('gust {int} strikes', async (number: number) => {
  if (run === undefined || plan === undefined) throw new Error('the storm was not opened');
  if (run.isInterrupted) return 'skipped';
  const gust = plan.gusts[number - 1];
  if (gust === undefined) throw new Error(`the storm has no gust ${String(number)}`);
  let strike = struck.get(number);
  if (strike === undefined) {
    began ??= performance.now();
    const early = began + gust.at - performance.now();
    await pause(Math.max(0, early), undefined, { signal: interruption.signal });
    strike = run.startGust(strikesOf(gust)).strike();
    struck.set(number, strike);
  }
  await strike;
  return undefined;
});

Then('{string} is met', async (drill: string) => {
  const found = await Promise.all(struck.values());
  const judgement = found.map((each) => each.get(drill)).find((each) => each !== undefined);
  if (judgement === undefined) throw new Error(`${drill} did not strike`);
  if (judgement.result !== 'met') throw new Error(reasonsOf(judgement));
});

AfterAll(() => run?.close());

/** With where the storm's feature has each. */
function strikesOf(gust: Gust): readonly Strike[] {
  const { runFolder, checkout } = runSettings();
  const file = join(runFolder, 'storm.feature');
  const shown = relative(checkout, file);
  const scenarios = readFeature(file, shown);
  return gust.strikes.map(({ drill: id, instances, after }) => {
    const found = scenarios.find((each) => each.scenarios.some((tag) => tag.id === id));
    return {
      id,
      instances,
      after,
      title: found?.name ?? id,
      location: `${shown}:${String(found?.line ?? 0)}`,
    };
  });
}
