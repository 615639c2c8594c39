import { z } from 'zod';
import type { Milliseconds } from '../../drill/time';
import { duration } from './duration';
import { monitorStates as states, share, stopConditionSchema } from '../../environment/stop-condition-schema';
import { readLocatedYaml, type LocatedYaml } from './located-yaml';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, { error: 'expected lower-case words joined by hyphens' });
const application = z.enum(['confluence', 'jira', 'alfresco']);
const parameters = z.record(z.string(), z.string()).default({});
const text = z
  .string()
  .min(1)
  .transform((value) => value.trim());

/** What can happen, as the features' folders have it. */
export const failureClasses = [
  'application-crash',
  'disk-full',
  'data-corruption',
  'network-down',
  'instance-loss',
  'attack',
  'migration',
  'operations',
] as const;

/** What a failure has and a planned operation has not. */
const ofFailure = ['detection', 'fault', 'if'] as const;

/** Calls of a runbook's steps to what is outside: a command on a host, and what EC2 is asked for. */
export const answerable = ['host.run', 'snapshots.create', 'addresses.associate'] as const;

/** A step, counted from 1, and what is killed with SIGKILL while it is under way. */
const killSchema = z.union([
  /** All processes of the step's own work on its host, as soon as one of that name is seen among them. */
  z.strictObject({ step: z.int().min(1), process: z.string().regex(/^[a-z0-9-]{1,15}$/) }),
  /** An application that the step starts, as soon as that path is there, and before its log says that it has ended what it is at. */
  z.strictObject({
    step: z.int().min(1),
    application: id,
    appears: z.string().startsWith('/'),
    ended: z.string().regex(/^[a-z: ]+$/),
  }),
  /** The process that follows the runbook, as soon as the first such call of the step is answered: nothing is told to anybody. */
  z.strictObject({ step: z.int().min(1), answered: z.enum(answerable) }),
]);
export type Kill = z.infer<typeof killSchema>;

const scenarioSchema = z
  .strictObject({
    version: z.literal(1),
    id,
    title: text,
    class: z.enum(failureClasses),
    /** The instance that fails. */
    component: id,
    causes: z.array(text).min(1),
    likelihood: z.enum(['rare', 'unlikely', 'possible', 'likely', 'certain']),
    impact: text,
    detection: z.strictObject({ device: text, states, within: duration }).optional(),
    fault: z.strictObject({ name: id, target: id, parameters }).optional(),
    /** In the place of detection, fault and `if`: nothing breaks, the runbook is followed while people work. */
    operation: z
      .strictObject({
        /** On what occasion it is done. */
        when: text,
        /** How long at most no application may answer; 0 where nobody may notice. */
        interruption: duration,
        /** Whether people work while it is done, or from its end on: then nobody uses the environment before. */
        people: z.enum(['meanwhile', 'afterwards']).default('meanwhile'),
        /** It brings the data of the old host, which are read again at the end. */
        brings: z.literal('old-host').optional(),
        /** Another environment whose newest archive it takes data from: it is brought up before, and nobody drills on it. */
        from: id.optional(),
        /** The first step must refuse to go on, and say this. */
        refused: text.optional(),
        /** What is killed in this order, each time that the runbook is followed; it is then followed again from its beginning. */
        killed: z.array(killSchema).min(1).optional(),
      })
      .optional(),
    /**
     * What is done while people work, before anything breaks: the archive that recovery goes back to, and the applications
     * whose data on it goes back, so that what is written since is given up.
     */
    before: z.strictObject({ runbook: id, parameters, givesUp: z.array(application) }).optional(),
    if: text.optional(),
    /**
     * A routine operation that meets the failure: what is due meanwhile, at which step it must fail, and what that step must
     * say, in whatever case.
     */
    due: z.strictObject({ runbook: id, parameters, failsAt: text, saying: text }).optional(),
    then: z.strictObject({
      runbook: id,
      parameters,
      /** The title of the step that fails here, so that the runbook's way back is followed: what this drill is for. */
      goesBackAfter: text.optional(),
    }),
    /**
     * What is looked at when the runbook was followed, beside it: that what it is for came about. An action which fails when
     * it did not.
     */
    outcome: z.strictObject({ that: text, action: id, target: id, parameters }).optional(),
    /** What says that people can work again. */
    restored: z.discriminatedUnion('by', [
      z.strictObject({
        by: z.literal('workload'),
        applications: z.array(application).min(1),
        within: duration,
      }),
      z.strictObject({ by: z.literal('monitor'), device: text, states, within: duration }),
    ]),
    objectives: z.strictObject({ rto: duration, rpo: duration }),
    /** What it strikes beyond the environment's limits, and why. */
    blastRadius: z
      .strictObject({ instances: z.int().min(1).optional(), tier: share.optional(), because: text })
      .optional(),
    /** What ends this drill before its end, besides what ends every drill on its environment. */
    stop: z.array(stopConditionSchema(duration)).default([]),
    standsFor: text,
    limits: text,
  })
  .superRefine((scenario, context) => {
    const { operation } = scenario;
    if (scenario.due !== undefined && operation !== undefined) {
      const message = 'what is due meets a failure; expected detection, fault and if beside it';
      context.addIssue({ code: 'custom', path: ['due'], message });
    }
    for (const key of ofFailure) {
      // What an operation meets on its way may be injected.
      if (key === 'fault' && operation !== undefined) continue;
      if ((scenario[key] === undefined) === (operation !== undefined)) continue;
      const message =
        operation === undefined
          ? 'missing; expected detection, fault and if, or operation in their place'
          : 'a planned operation has none of it; expected either operation, or detection, fault and if';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

/**
 * A failure scenario, written if-then: what fails and why, how it is detected, *if* what is seen *then* which runbook,
 * and the objectives. Or a planned operation, whose runbook is followed while people work. Its file is `scenarios/<class>/<id>.yaml`; the feature that proves it is tagged `@scenario:<id>`.
 * Durations are milliseconds.
 */
export type FailureScenario = z.infer<typeof scenarioSchema>;

export type Objectives = { readonly rto: Milliseconds; readonly rpo: Milliseconds };

/** Throws a DefinitionError that names file and line of everything that is wrong. */
export function readScenario(file: string, shownAs: string = file): LocatedYaml<FailureScenario> {
  return readLocatedYaml(file, shownAs, scenarioSchema);
}
