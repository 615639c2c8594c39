import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AcceptanceFacts } from '../../../reports/acceptance/acceptance-facts';
import type { RunRecord } from '../../../reports/run-record';
import type { DrillManifest, RunbookRecord } from '../../drill/evidence';
import { evidenceFiles, loadEvidence } from '../../drill/evidence-folder';
import type { JournalEntry } from '../../drill/journal/journal-line';
import { readJournal } from '../../drill/journal/read-journal';
import type { VerdictResult } from '../../drill/verdict';
import { renderConfiguration, revisionOf } from '../../environment/configuration';
import { componentsOf, type Environment } from '../../environment/environment';
import { differencesOfHosts } from '../../environment/likeness';
import type { AcceptanceFile } from '../../recovery/catalogue/acceptance-file';
import type { Catalogue } from '../../recovery/catalogue/catalogue';
import { readGaps } from '../../recovery/catalogue/gaps';
import { runState } from '../../recovery/run/run-state';
import { judge } from '../../workload/judge';
import { taggedWith } from '../run/tagged-with';
import type { FinishedRun } from './choose-run';
import { leasesOfRun } from './leases-of-run';
import type { Refused } from './refused-on';
import type { TestedGuardRails } from './test-guard-rails';

/** The tag of what must be drilled before a migration is accepted. */
export const ACCEPTANCE_TAG = '@acceptance';

export interface Sources {
  /** The checkout. */
  readonly root: string;
  readonly now: Date;
  /** The environment that was drilled, and its copies, as their files declare them now. */
  readonly drilled: readonly [Environment, ...Environment[]];
  /** The environment that the decision is for. */
  readonly target: Environment;
  readonly chosen: FinishedRun;
  readonly later: readonly FinishedRun[];
  readonly catalogue: Catalogue;
  readonly acceptance: AcceptanceFile;
  readonly refused: Refused;
  readonly tests: TestedGuardRails;
}

/** All that a decision is made of, from a run's folder and from this checkout. It changes nothing. */
export function gatherFacts(sources: Sources): AcceptanceFacts {
  const { root, now, drilled, target, chosen, later, catalogue, acceptance, refused, tests } = sources;
  const { folder, record } = chosen;
  const [environment] = drilled;
  const marked = taggedWith(ACCEPTANCE_TAG);
  const known = new Set(catalogue.drills.map(({ scenario }) => scenario.id));
  const evidence = record.drills.flatMap((drill) => readEvidence(folder, drill) ?? []);
  const journals = journalsOf(folder);
  return {
    environment: environment.name,
    for: target.name,
    now,
    run: record,
    runProblems: journals.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
    judgedAgain: new Map(
      evidence.flatMap(({ drill, again }) => (again === undefined ? [] : [[drill, again]])),
    ),
    scenarios: catalogue.drills.map((definition) => ({
      id: definition.scenario.id,
      class: definition.scenario.class,
      component: definition.scenario.component,
      marked: marked(definition),
    })),
    gaps: gapsOf(root, catalogue, environment),
    later: later.flatMap((run) =>
      run.record.drills
        .filter(({ drill, result }) => known.has(drill) && result !== 'met')
        .map(({ drill, result }) => ({ run: run.record.run, drill, result })),
    ),
    restoredFromOffSite: evidence.filter(({ runbook }) => restores(runbook)).map(({ drill }) => drill),
    configuration: {
      drilled: new Map(
        evidence.flatMap(({ drill, manifest }) =>
          manifest.revision === undefined ? [] : [[drill, manifest.revision]],
        ),
      ),
      declared: new Map(drilled.map((each) => [each.name, revisionOf(renderConfiguration(each))])),
      drilledOn: new Map(evidence.map(({ drill, manifest }) => [drill, manifest.environment])),
      target: revisionOf(renderConfiguration(target)),
      differences: differencesOfHosts(target, environment),
    },
    guardRails: {
      leases: leasesOf(journals),
      refused,
      tests: {
        passed: tests.passed,
        failed: tests.failed,
        ...(tests.why === undefined ? {} : { why: tests.why }),
      },
    },
    policy: {
      runAgeMs: acceptance.notOlderThan.run,
      offSiteRestoreAgeMs: acceptance.notOlderThan.offSiteRestore,
      roles: acceptance.roles,
      exceptions: acceptance.exceptions,
    },
  };
}

interface DrillFacts {
  readonly drill: string;
  readonly manifest: DrillManifest;
  readonly runbook: RunbookRecord | undefined;
  /** What judging its evidence again comes to; undefined where that cannot be read. */
  readonly again: VerdictResult | undefined;
}

function readEvidence(
  runFolder: string,
  { drill, folder }: RunRecord['drills'][number],
): DrillFacts | undefined {
  const path = join(runFolder, folder);
  if (folder === '' || !existsSync(join(path, evidenceFiles.manifest))) return undefined;
  const manifest = JSON.parse(readFileSync(join(path, evidenceFiles.manifest), 'utf8')) as DrillManifest;
  try {
    const loaded = loadEvidence(path);
    return { drill, manifest, runbook: loaded.runbook, again: judge(loaded).result };
  } catch {
    return { drill, manifest, runbook: undefined, again: undefined };
  }
}

/** Whether a runbook has filled the data volumes from the off-site copy, and come to its end. */
const restores = (runbook: RunbookRecord | undefined): boolean =>
  runbook !== undefined &&
  runbook.steps.every(({ outcome }) => outcome === 'succeeded') &&
  runbook.steps.some(
    ({ action, parameters }) => action === 'restore-volumes' && parameters['from'] === 'off-site',
  );

interface ReadRunJournal {
  readonly name: string;
  readonly entries: readonly JournalEntry[];
  readonly problems: readonly string[];
}

/** A run's journal, or those of its lanes. A run without one cannot have ended in order. */
function journalsOf(runFolder: string): readonly ReadRunJournal[] {
  const names = readJournalNames(runFolder);
  if (names.length === 0) return [{ name: 'run.journal', entries: [], problems: ['it is not there'] }];
  return names.map((name) => {
    const read = readJournal(join(runFolder, name));
    const { closed, cut, damaged } = runState(read);
    const problems = [
      ...(damaged === undefined ? [] : [`it is damaged at ${damaged}`]),
      ...(closed ? [] : ['the run was not closed']),
      ...cut.map(({ drill }) => `${drill} was begun and not judged`),
    ];
    return { name, entries: read.entries, problems };
  });
}

const readJournalNames = (runFolder: string): readonly string[] =>
  readdirSync(runFolder).filter((name) => name.endsWith('.journal'));

function leasesOf(journals: readonly ReadRunJournal[]): AcceptanceFacts['guardRails']['leases'] {
  const all = journals.map(({ entries }) => leasesOfRun(entries));
  return {
    armed: all.reduce((sum, { armed }) => sum + armed, 0),
    problems: all.flatMap(({ problems }) => problems),
  };
}

function gapsOf(root: string, { drills }: Catalogue, environment: Environment): AcceptanceFacts['gaps'] {
  const components = componentsOf(environment).map(({ name }) => name);
  try {
    return { problems: [], explained: readGaps(root, drills, components) };
  } catch (error) {
    return { problems: (error as Error).message.split('\n'), explained: [] };
  }
}
