import { setTimeout as pause } from 'node:timers/promises';
import type { Judgement } from '../../drill/evidence';
import type { Milliseconds } from '../../drill/time';
import type { DrillDefinition } from '../catalogue/catalogue';
import type { Drill } from '../drill/drill';
import type { GustPorts } from './gust-ports';

/** A drill of a gust, not begun. */
export interface GustDrill {
  readonly drill: Drill;
  readonly definition: DrillDefinition;
  /** From when the gust's load is steady until its fault is injected. */
  readonly after: Milliseconds;
}

/** Failures that overlap: each a drill with its own detection, plan and verdict; load, watch and end they have in common. */
export class Gust {
  private readonly interruption = new AbortController();

  constructor(
    private readonly drills: readonly GustDrill[],
    private readonly ports: Pick<GustPorts, 'abandon'>,
    /** Told of each failure's judgement, by its scenario. */
    private readonly onJudged: (drill: string, judgement: Judgement) => void = () => undefined,
  ) {}

  /** Ends every wait; what was broken is still reverted, and `strike` resolves. */
  interrupt(reason: Error): void {
    this.interruption.abort(reason);
    for (const { drill } of this.drills) drill.interrupt(reason);
    this.ports.abandon(reason);
  }

  hurry(): void {
    for (const { drill } of this.drills) drill.hurry();
  }

  /** From the first look to the last reset; by drill. What goes wrong is in each one's judgement. */
  async strike(): Promise<ReadonlyMap<string, Judgement>> {
    const begun = await Promise.allSettled(this.drills.map(({ drill }) => drill.begin()));
    if (begun.every(({ status }) => status === 'fulfilled'))
      await Promise.allSettled(this.drills.map((each) => this.follow(each)));
    // Reading back comes when nothing is broken any more by any of them.
    await Promise.all(this.drills.map(({ drill }) => drill.revertUnlessRestored()));
    const judgements = await Promise.all(
      this.drills.map(async ({ drill, definition: { scenario } }) => {
        const judgement = await drill.end();
        this.onJudged(scenario.id, judgement);
        return [scenario.id, judgement] as const;
      }),
    );
    return new Map(judgements);
  }

  /** What the failure's feature does, by its scenario. */
  private async follow({ drill, definition, after }: GustDrill): Promise<void> {
    const { before, scenario, runbook } = definition;
    const { fault, detection, restored, component, objectives, outcome } = scenario;
    if (fault === undefined || detection === undefined)
      throw new Error(`${scenario.id} is a planned operation, and no failure`);
    if (before !== undefined) await drill.prepare();
    await pause(after, undefined, { signal: this.interruption.signal });
    await drill.inject(fault.name, fault.target, fault.parameters);
    await drill.awaitDetection(detection.device);
    await drill.follow(runbook.title);
    await drill.awaitRestored(
      restored.by === 'workload' ? restored.applications : [component],
      objectives.rto,
    );
    if (outcome !== undefined) await drill.assertOutcome(outcome.that);
  }
}
