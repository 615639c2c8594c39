import type { InstanceId } from '../cloud/ids';
import type { Instance } from '../cloud/instances';
import type { Volume } from '../cloud/volumes';
import { excerptOf } from '../drill/redaction/excerpt';
import { seconds } from '../drill/time';
import { hostLeasesIn } from '../hosts/lease/host-lease';
import { listScript } from '../hosts/lease/lease-scripts';
import { mountFinding } from '../hosts/mounts';
import { runTogether, type Answer } from '../hosts/run-together';
import { parseUnitState, unitStateCommand } from '../hosts/unit-state';
import type { InstanceDeclaration } from './environment';
import { imageOf } from './image-of-instance';
import { INITIALISED_AT } from './initialise';
import type { OpenEnvironment } from './open-environment';
import { readinessCommand } from './readiness';
import { unitOf } from './start-applications';
import { taintOf } from './tainted';

/** Asked once for all instances: what the cloud says of them and of their data volumes. */
export interface CloudHas {
  readonly instances: readonly Instance[];
  readonly dataVolumes: readonly Volume[];
  readonly statuses: ReadonlyMap<InstanceId, string>;
}

export async function whatTheCloudHas(open: OpenEnvironment, signal: AbortSignal): Promise<CloudHas> {
  const [instances, dataVolumes] = await Promise.all([
    open.cloud.instances.find({}, signal),
    open.dataVolumes(signal),
  ]);
  const ids = instances.map(({ id }) => id);
  const statuses =
    ids.length === 0 ? new Map<InstanceId, string>() : await open.cloud.instances.statuses(ids, signal);
  return { instances, dataVolumes, statuses };
}

/** What is not as declared of one instance, of its volume and on its host, a sentence each. */
export async function instanceFindings(
  open: OpenEnvironment,
  has: CloudHas,
  declared: InstanceDeclaration,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const present = open.instanceAmong(has.instances, declared.name);
  const data = open.dataVolumeAmong(has.dataVolumes, declared.name);
  if (present.state !== 'running') return [`${present.id} is ${present.state}`];
  return [
    ...cloudFindings(open, has, declared, present, data),
    ...(await hostFindings(open, declared, signal)),
  ];
}

function cloudFindings(
  open: OpenEnvironment,
  { statuses }: CloudHas,
  declared: InstanceDeclaration,
  { id, imageId, tags }: Instance,
  data: Volume,
): readonly string[] {
  const { volume } = declared;
  const findings: string[] = [];
  const taint = taintOf({ tags });
  if (taint !== undefined) findings.push(`${id} is to be run anew: ${taint}`);
  const image = imageOf(open, declared);
  if (imageId !== image) findings.push(`${id} is of image ${imageId}, not ${image}`);
  const status = statuses.get(id) ?? 'unknown';
  if (status !== 'ok') findings.push(`the status checks of ${id} say ${status}`);
  if (data.attachment?.instanceId !== id || data.attachment.device !== volume.device)
    findings.push(`its data volume ${data.id} is not attached as ${volume.device}`);
  if (data.sizeGiB !== volume.sizeGiB)
    findings.push(`its data volume has ${String(data.sizeGiB)} GiB, not ${String(volume.sizeGiB)}`);
  return findings;
}

async function hostFindings(
  open: OpenEnvironment,
  declared: InstanceDeclaration,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { role, profile, volume } = declared;
  const [unit, { mount }] = [unitOf(declared), volume];
  const hasJanitor = role === 'bastion' && profile !== undefined;
  const asked = await runTogether(
    open.host(declared.name),
    {
      leases: listScript,
      initialised: INITIALISED_AT,
      mounted: mountFinding(mount),
      unit: unitStateCommand(unit),
      ready: readinessCommand(open.environment, declared),
      janitor: hasJanitor ? unitStateCommand('firedrill-janitor.service') : 'true',
      timer: hasJanitor ? unitStateCommand('firedrill-janitor.timer') : 'true',
    },
    { signal, timeout: seconds(30), sudo: true },
  );
  if (asked.leases.code !== 0) throw new Error(`it does not say its leases: ${words(asked.leases)}`);
  const findings = hostLeasesIn(asked.leases.text).map(
    ({ id, holder }) => `it has the lease ${id} of ${holder}`,
  );
  const initialised = asked.initialised.code === 0 ? asked.initialised.text.trim() : '';
  if (initialised !== open.state.revision)
    findings.push(`it is initialised at ${initialised || 'no revision'}, not ${open.state.revision}`);
  if (words(asked.mounted) !== '' || asked.mounted.code !== 0)
    findings.push(words(asked.mounted) || `what is mounted at ${mount} is not known`);
  const { ActiveState: active = 'unknown' } = parseUnitState(asked.unit.text);
  if (active !== 'active') findings.push(`${unit} is ${active}`);
  if (asked.ready.code !== 0) findings.push(words(asked.ready));
  if (hasJanitor) {
    const timer = parseUnitState(asked.timer.text);
    const janitor = parseUnitState(asked.janitor.text);
    if (timer.ActiveState !== 'active')
      findings.push(`the janitor's timer is ${timer.ActiveState ?? 'unknown'}`);
    if (janitor.ActiveState === 'failed') findings.push(`the janitor fails (${janitor.Result ?? 'unknown'})`);
  }
  return findings;
}

const words = ({ text }: Answer): string => excerptOf(text.trim(), 200);
