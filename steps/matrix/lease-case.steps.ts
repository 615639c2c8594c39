import { After, AfterAll, BeforeAll, setDefaultTimeout, Then, When } from '@cucumber/cucumber';
import assert from 'node:assert/strict';
import type { ProofOfInjection } from '../../support/drill/fault';
import { openJournal } from '../../support/drill/journal/journal';
import { openEnvironment, type OpenEnvironment } from '../../support/environment/open-environment';
import { environmentAccess } from '../../support/recovery/ports/environment-access';
import { FaultRun } from '../../support/recovery/run/fault-run';
import { journalFile } from '../../support/recovery/run/journal-file';
import { runSettings } from '../run-settings';
import { leaseCase, standStill } from './lease-case';

setDefaultTimeout(-1);

/** Undefined until the environment is open: what goes wrong before is the only thing to be told. */
let open: OpenEnvironment | undefined;
let run: FaultRun;
let proof: ProofOfInjection | undefined;

const interrupt = (why: string): void => run.interrupt(new Error(why));

BeforeAll(async () => {
  const { environment, stateFolder, runFolder, run: name, seed, right } = runSettings();
  if (right === undefined) throw new Error('a case of the matrix runs under a supervisor');
  const { order, hold, heldFile } = leaseCase();
  const access = environmentAccess(stateFolder, environment);
  open = await openEnvironment(environment, { ...access, connection: { ...access.connection, right } });
  const journal = openJournal(journalFile(runFolder), {
    onRecord: (record) => {
      if (record.type === 'lease' && record.step === hold) standStill(heldFile);
    },
  });
  run = new FaultRun({ open, journal, order, holder: `${name}/matrix`, seed });
  process.on('message', (message) => interrupt(String(message)));
  process.on('disconnect', () => interrupt('the supervisor has died'));
  process.channel?.unref();
});

When('the fault of the case is injected', async () => {
  proof = await run.inject();
});

Then('it is seen to be in force', () => {
  assert.equal(proof?.result, 'installed', proof?.observed);
});

After(async () => {
  await run.end();
});

AfterAll(() => {
  open?.close();
});
