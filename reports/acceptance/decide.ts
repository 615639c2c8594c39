import type { VerdictResult } from '../../support/drill/verdict';
import type { DrillRecord } from '../run-record';
import type { AcceptanceFacts } from './acceptance-facts';
import { isOpen, type AcceptanceCheck, type AcceptedException, type Decision } from './decision';
import { momentText } from './moment-text';

/** What a check came to, without its name. */
type Found = Pick<AcceptanceCheck, 'result' | 'reason'> & { readonly details?: readonly string[] };

const met = (reason: string): Found => ({ result: 'met', reason });
const not = (result: 'missed' | 'unknown', reason: string, details: readonly string[] = []): Found => ({
  ...{ result, reason, details },
});

/**
 * Whether an environment may be migrated to. Every check must be met: what is not known is no yes. An exception lets a scenario
 * through that was missed, while it is open; none lets through what is unknown, what was not drilled, or any other check.
 */
export function decide(facts: AcceptanceFacts): Decision {
  const { run, now, policy, configuration } = facts;
  const exceptions = exceptionsOf(facts);
  const letThrough = new Set(
    exceptions.filter(({ state }) => state === 'used').map(({ scenario }) => scenario),
  );
  const checks = checksOf(facts, letThrough).map(({ id, title, found }) => ({
    ...{ id, title, result: found.result, reason: found.reason },
    details: [...(found.details ?? [])],
  }));
  const byId = new Map(facts.scenarios.map((scenario) => [scenario.id, scenario]));
  return {
    version: 1,
    environment: facts.environment,
    for: facts.for,
    run: run.run,
    runStartedAt: run.startedAt,
    runEndedAt: run.endedAt,
    decidedAt: now.toISOString(),
    accepted: checks.every(({ result }) => result === 'met'),
    checks,
    exceptions,
    drills: run.drills.map((drill) => {
      const scenario = byId.get(drill.drill);
      return {
        drill: drill.drill,
        title: drill.title,
        ...(scenario === undefined ? {} : { class: scenario.class, component: scenario.component }),
        marked: scenario?.marked === true,
        result: drill.result,
        reason: drill.reason,
        ...(drill.endedAt === undefined ? {} : { endedAt: drill.endedAt }),
        ...(drill.recoveryMs === undefined ? {} : { recoveryMs: drill.recoveryMs }),
        ...(drill.rtoMs === undefined ? {} : { rtoMs: drill.rtoMs }),
      };
    }),
    configuration: {
      drilled: configuration.declared.get(facts.environment) ?? 'unknown',
      target: configuration.target,
    },
    roles: [...policy.roles],
    standIns: [...new Set(run.drills.flatMap(({ standIns }) => standIns))].sort(),
    versions: Object.assign({}, ...run.drills.map(({ versions }) => versions)) as Record<string, string>,
  };
}

interface Named {
  readonly id: string;
  readonly title: string;
  readonly found: Found;
}

function checksOf(facts: AcceptanceFacts, letThrough: ReadonlySet<string>): readonly Named[] {
  const { environment, for: target } = facts;
  const check = (id: string, title: string, found: Found): Named => ({ id, title, found });
  return [
    check('run-is-recent', 'The drills are recent', recent(facts)),
    check('run-ended', 'The run came to its end in order', ended(facts)),
    check('all-drilled', 'Every scenario marked for acceptance was drilled', allDrilled(facts)),
    check('all-met', 'Every objective was met', allMet(facts, letThrough)),
    check('nothing-unknown', 'Nothing is unknown', nothingUnknown(facts)),
    check('from-evidence', 'The verdicts follow from the evidence', fromEvidence(facts)),
    check('nothing-later', 'No later drill says otherwise', nothingLater(facts)),
    check('gaps-explained', 'What is not drilled is explained', gapsExplained(facts)),
    check('restored-from-off-site', 'The backup off site was restored from', restored(facts)),
    check('same-configuration', `What was drilled is what ${target} is given`, sameConfiguration(facts)),
    check(
      'guard-rails',
      `No fault can reach ${target}, and none was left on ${environment}`,
      guardRails(facts),
    ),
  ];
}

function recent({ run, now, policy }: AcceptanceFacts): Found {
  // The oldest of its drills counts.
  const age = now.getTime() - Date.parse(run.startedAt);
  if (!(age >= 0))
    return not('unknown', `The run began at ${momentText(run.startedAt)}, which is yet to come.`);
  const said = `The run began at ${momentText(run.startedAt)}, ${inHours(age)} ago`;
  return age <= policy.runAgeMs
    ? met(`${said}; ${inHours(policy.runAgeMs)} are allowed.`)
    : not('missed', `${said}; only ${inHours(policy.runAgeMs)} are allowed.`);
}

const ended = ({ runProblems }: AcceptanceFacts): Found =>
  runProblems.length === 0
    ? met('Its journal is whole, and says so.')
    : not('unknown', 'Its journal does not say so.', runProblems);

function allDrilled({ scenarios, run }: AcceptanceFacts): Found {
  const marked = scenarios.filter((scenario) => scenario.marked);
  if (marked.length === 0) return not('unknown', 'No scenario is marked for acceptance.');
  const drilled = new Set(run.drills.map(({ drill }) => drill));
  const absent = marked.filter(({ id }) => !drilled.has(id));
  if (absent.length > 0)
    return not(
      'unknown',
      `${count(absent, 'scenario')} of ${String(marked.length)} are not in the run.`,
      byClass(absent),
    );
  // A class of failure in which a system fails, and of which nothing is marked, would be left out unseen.
  const pairs = new Map(scenarios.map((each) => [pairOf(each), each]));
  const covered = new Set(marked.map(pairOf));
  const open = [...pairs.keys()].filter((pair) => !covered.has(pair));
  if (open.length > 0)
    return not(
      'unknown',
      `Of ${String(open.length)} kinds of failure that are drilled no scenario is marked.`,
      open,
    );
  return met(
    `All ${String(marked.length)} are in the run, among ${String(run.drills.length)} drills; each kind of failure of each system is among them.`,
  );
}

/** A line a class: a night that was cut short leaves many out. */
const byClass = (scenarios: AcceptanceFacts['scenarios']): readonly string[] =>
  [...new Set(scenarios.map((each) => each.class))].map(
    (kind) =>
      `${kind}: ${scenarios
        .filter((each) => each.class === kind)
        .map(({ id }) => id)
        .join(', ')}`,
  );

const pairOf = (scenario: { readonly component: string; readonly class: string }): string =>
  `${scenario.component}: ${scenario.class}`;

function allMet({ run }: AcceptanceFacts, letThrough: ReadonlySet<string>): Found {
  const missed = run.drills.filter(({ result }) => result === 'missed');
  const against = missed.filter(({ drill }) => !letThrough.has(drill));
  const excepted = missed.length - against.length;
  if (against.length > 0)
    return not('missed', `${count(against, 'drill')} missed an objective.`, against.map(drillLine));
  return excepted === 0
    ? met(`${String(run.drills.filter(({ result }) => result === 'met').length)} drills met all of theirs.`)
    : met(`All but ${String(excepted)}, which an open exception lets through.`);
}

function nothingUnknown({ run }: AcceptanceFacts): Found {
  const unknown = run.drills.filter(({ result }) => result === 'unknown');
  if (run.drills.length === 0) return not('unknown', 'The run has no drill.');
  return unknown.length === 0
    ? met('Each drill has a verdict.')
    : not(
        'unknown',
        `${count(unknown, 'drill')} without a verdict that can be relied on.`,
        unknown.map(drillLine),
      );
}

const drillLine = ({ drill, reason }: DrillRecord): string => `${drill}: ${reason}`;

function fromEvidence({ run, judgedAgain }: AcceptanceFacts): Found {
  const others = run.drills.flatMap(({ drill, result, folder }): readonly string[] => {
    const again = judgedAgain.get(drill);
    // A verdict that is worse than the evidence's is what the harness or cucumber said besides.
    if (again === undefined) return folder === '' ? [] : [`${drill}: its evidence cannot be judged again`];
    return again === result || worse(result, again)
      ? []
      : [`${drill}: ${result} in the run, ${again} when judged again`];
  });
  return others.length === 0
    ? met(
        `${String(judgedAgain.size)} drills were judged again from what they left on disk, with the same verdicts.`,
      )
    : not('unknown', 'Judged again from what is on disk, some come to another verdict.', others);
}

const ORDER: readonly VerdictResult[] = ['met', 'unknown', 'missed'];
const worse = (one: VerdictResult, other: VerdictResult): boolean =>
  ORDER.indexOf(one) > ORDER.indexOf(other);

const nothingLater = ({ later }: AcceptanceFacts): Found =>
  later.length === 0
    ? met('Every drill since then was met, or there was none.')
    : not(
        later.some(({ result }) => result === 'missed') ? 'missed' : 'unknown',
        'Drills that came after this run were not met.',
        later.map(({ run, drill, result }) => `${drill}: ${result} in ${run}`),
      );

function gapsExplained({ gaps }: AcceptanceFacts): Found {
  if (gaps.problems.length > 0)
    return not('unknown', 'The matrix of systems and failures has gaps without a reason.', gaps.problems);
  const pairs = gaps.explained.reduce((sum, { components }) => sum + components.length, 0);
  return {
    ...met(`${String(pairs)} pairs of system and failure are not drilled; each has its reason.`),
    details: gaps.explained.map((gap) => `${gap.class} of ${gap.components.join(', ')}: ${gap.because}`),
  };
}

function restored({ run, restoredFromOffSite, policy, now }: AcceptanceFacts): Found {
  const drills = run.drills.filter(({ drill }) => restoredFromOffSite.includes(drill));
  if (drills.length === 0) return not('unknown', 'No drill of the run has restored from it.');
  const good = drills.filter(({ result }) => result === 'met');
  if (good.length === 0)
    return not('missed', 'The drill that restores from it was not met.', drills.map(drillLine));
  const young = good.filter(
    ({ endedAt }) => now.getTime() - Date.parse(endedAt ?? '') <= policy.offSiteRestoreAgeMs,
  );
  const [last] = young;
  return last === undefined
    ? not(
        'missed',
        `It was restored from more than ${inHours(policy.offSiteRestoreAgeMs)} ago.`,
        good.map(({ drill, endedAt }) => `${drill}: ${momentText(endedAt ?? '?')}`),
      )
    : met(
        `${last.drill} has done it, until ${momentText(last.endedAt ?? '?')}, and all that was acknowledged before the copy was there.`,
      );
}

function sameConfiguration({ run, configuration, for: target, environment }: AcceptanceFacts): Found {
  const { drilled, declared, drilledOn, differences } = configuration;
  const others = new Map<string, string[]>();
  for (const { drill, folder } of run.drills) {
    if (folder === '') continue;
    const on = drilledOn.get(drill) ?? environment;
    const [had, now] = [drilled.get(drill), declared.get(on)];
    if (had !== undefined && had === now) continue;
    const how = `${had ?? 'no revision is told'} on ${on}, whose files make ${now ?? 'none'} now`;
    others.set(how, [...(others.get(how) ?? []), drill]);
  }
  if (others.size > 0)
    return not(
      'unknown',
      `The configuration of ${environment} is not what was drilled.`,
      [...others].map(([how, drills]) => `${how}: ${drills.join(', ')}`),
    );
  if (differences.length > 0)
    return not(
      'missed',
      `${target} differs from ${environment} in more than names, addresses and sizes.`,
      differences,
    );
  return met(
    `${environment} was drilled at ${declared.get(environment) ?? '?'}, which its files still make; ${target} is given ${configuration.target}, which differs only by names, addresses and sizes.`,
  );
}

function guardRails({ guardRails: { leases, refused, tests }, for: target }: AcceptanceFacts): Found {
  const problems = [
    ...leases.problems,
    ...refused.letThrough.map((what) => `${what} was not refused on ${target}`),
  ];
  if (tests.why !== undefined) problems.push(`the tests of the guard rails could not be run: ${tests.why}`);
  else if (tests.failed > 0 || tests.passed === 0)
    problems.push(
      `of the tests of the guard rails ${String(tests.failed)} failed and ${String(tests.passed)} passed`,
    );
  if (refused.asked === 0) problems.push(`nothing was asked for on ${target}`);
  if (problems.length > 0)
    return not(
      refused.letThrough.length > 0 || tests.failed > 0 ? 'missed' : 'unknown',
      'The guard rails are not shown to hold.',
      problems,
    );
  return met(
    `Each of ${String(leases.armed)} leases of the run was armed before its fault and has ended; all ${String(refused.asked)} requests for a fault on ${target} were refused; ${String(tests.passed)} tests of the guard rails passed.`,
  );
}

/** Each exception, and whether it lets its scenario through. */
function exceptionsOf({ policy, run, now }: AcceptanceFacts): AcceptedException[] {
  return policy.exceptions.map((exception) => {
    const missed = run.drills.some(
      ({ drill, result }) => drill === exception.scenario && result === 'missed',
    );
    const state = !isOpen(exception, now) ? 'ended' : missed ? 'used' : 'not-needed';
    return { ...exception, state };
  });
}

const count = (all: readonly unknown[], what: string): string =>
  `${String(all.length)} ${what}${all.length === 1 ? '' : 's'}`;

const inHours = (ms: number): string => `${String(Math.floor((ms / 3_600_000) * 10) / 10)} h`;
