import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { withPython } from '../../fixtures/images/base/with-python.fixture';
import { startClock } from '../drill/clock';
import { milliseconds, seconds } from '../drill/time';
import { waitUntil } from '../drill/wait-until';
import { openCertificateAuthority } from '../environment/certificate-authority';
import { eventLogOnHost } from './event-log-on-host';
import { connectMonitor } from './intermapper';
import type { Monitor, MonitorAccess } from './monitor';
import { monitorFindings } from './steady';
import { watchMonitor } from './watch';

/** The adapter against InterMapper's stand-in, run as the program that it is, with a plugin whose answer we decide. */
const DIRECTIVE =
  'format=tab table=devices fields=MapName,Name,IMProbe,PollInterval,TimeOut,MaxTries match=MapName,Name';
const REPOSITORY = join(__dirname, '..', '..');
const soon = (): AbortSignal => AbortSignal.timeout(20_000);
let folder: string;
let server: ChildProcess;
let monitor: Monitor;
let access: MonitorAccess;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intermapper-'));
  const authority = await openCertificateAuthority(join(folder, 'keys'), 'test');
  const credential = await authority.issue('monitor', ['monitor']);
  const port = await freePort();
  await mkdir(join(folder, 'Tools'));
  // The plugin says what the test has written beside it.
  await writeFile(join(folder, 'Tools', 'check_tcp'), `#!/bin/sh\n. '${join(folder, 'answer')}'\n`);
  await chmod(join(folder, 'Tools', 'check_tcp'), 0o755);
  await answer('OK: it listens', 0);
  await writeFile(join(folder, 'key.pem'), credential.key);
  await writeFile(join(folder, 'certificate.pem'), credential.certificate);
  const settings = [
    'WebServerAddress 127.0.0.1',
    `WebServerPort ${port}`,
    `Certificate ${join(folder, 'certificate.pem')}`,
    `PrivateKey ${join(folder, 'key.pem')}`,
    'AdministratorPassword secret',
    '',
  ];
  await writeFile(join(folder, 'intermapperd.conf'), settings.join('\n'));
  server = spawn(
    process.execPath,
    ['-r', './support/register.js', 'fixtures/stand-ins/intermapper/main.ts'],
    {
      cwd: REPOSITORY,
      stdio: 'inherit',
      env: {
        ...process.env,
        INTERMAPPER_SETTINGS: folder,
        INTERMAPPER_PLUGIN_RUNNER: join(REPOSITORY, 'fixtures/images/monitor/files/run-plugins'),
      },
    },
  );
  access = {
    address: '127.0.0.1',
    port,
    hostname: 'monitor',
    ca: authority.certificate,
    username: 'admin',
    password: 'secret',
    requestTimeout: seconds(5),
  };
  monitor = connectMonitor(access);
  await waitUntil({
    subject: 'the stand-in to answer',
    deadline: seconds(15),
    interval: milliseconds(50),
    attempt: seconds(2),
    signal: soon(),
    observe: async (signal) => ({ value: await monitor.devices(signal) }),
  });
});

after(async () => {
  monitor.close();
  server.kill('SIGTERM');
  if (server.exitCode === null) await once(server, 'exit');
  await rm(folder, { recursive: true });
});

test('devices are imported, exported with their states, and found whole or not', withPython, async () => {
  await importDevice();
  const observe = async (signal: AbortSignal) => {
    const [device] = await monitor.devices(signal);
    return device?.state === 'OK' ? { value: device } : { seen: device?.state ?? 'no device' };
  };
  const base = { deadline: seconds(10), interval: milliseconds(50), attempt: seconds(2), signal: soon() };
  const device = await waitUntil({ ...base, subject: 'the device to be OK', observe });
  assert.deepEqual(
    { ...device, reason: '' },
    { name: 'Löwe', status: 'UP', state: 'OK', acknowledged: false, reason: '' },
  );
  const findings = monitorFindings(
    [device, { ...device, name: 'B', state: 'Down', reason: 'refused' }],
    ['Löwe', 'B', 'C'],
  );
  assert.deepEqual(findings, ['the monitor has "B" in state Down: refused', 'the monitor has no device "C"']);
});

test(
  'the watch gives what happens from now on, on the drill’s clock, by HTTP as on the host',
  withPython,
  async () => {
    await importDevice();
    const run = async (command: string, signal: AbortSignal): Promise<string> =>
      (await promisify(execFile)('sh', ['-c', command], { signal })).stdout;
    const clock = startClock();
    const options = {
      clock,
      hostTime: () => Promise.resolve({ epochMs: Date.now(), error: 1 }),
      interval: milliseconds(50),
      onEvent: () => undefined,
    };
    const byHttp = await watchMonitor({ ...options, eventLog: monitor.eventLog }, soon());
    const onHost = await watchMonitor(
      { ...options, eventLog: eventLogOnHost(run, join(folder, 'InterMapper Logs')) },
      soon(),
    );
    const broken = clock.now();
    await answer('CRITICAL: nobody listens', 2);
    const event = await byHttp.awaitState('Löwe', ['Down'], broken, soon());
    assert.ok(
      event.at > broken - event.error && event.at < clock.now() + event.error,
      `${event.at}, broken at ${broken}`,
    );
    assert.equal(event.tag, 'DOWN');
    assert.ok(event.error < 100);
    await answer('OK: it listens', 0);
    await byHttp.awaitState('Löwe', ['OK'], event.at, soon());
    await assert.rejects(
      byHttp.awaitState('Löwe', ['Critical'], broken, AbortSignal.timeout(200)),
      /stopped waiting for the monitor to report "Löwe" Critical .*; last: .* UP {3}Staging:Löwe::/,
    );
    await byHttp.stop(soon());
    await onHost.stop(soon());
    assert.deepEqual(
      onHost.events().map(({ line }) => line),
      byHttp.events().map(({ line }) => line),
    );
  },
);

test('a wrong password, a wrong name and an unknown table are errors of one line without the password', async () => {
  const wrong = connectMonitor({ ...access, password: 'hunter2' });
  await assert.rejects(
    wrong.devices(soon()),
    /^Error: the monitor's GET \/~export\/devices\.tab answered 401/,
  );
  wrong.close();
  const other = connectMonitor({ ...access, hostname: 'another' });
  await assert.rejects(
    other.devices(soon()),
    (error: Error) => /altnames/.test(error.message) && !/secret/.test(JSON.stringify(error)),
  );
  other.close();
  await assert.rejects(
    monitor.importTable('x', '#\tformat=tab\ttable=users\tfields=Name\n', soon()),
    /answered 400/,
  );
});

async function importDevice(): Promise<void> {
  const directive = `#\t${DIRECTIVE.split(' ').join('\t')}\tmodify=IMProbe\tinsert=MapName,Name,IMProbe,PollInterval,TimeOut,MaxTries`;
  const device = 'Staging\tLöwe\timprobe://127.0.0.1:1/com.dartware.tcp.basic\t0.2\t1\t1';
  await monitor.importTable('devices', `${directive}\n${device}\n`, soon());
}

async function answer(text: string, exit: number): Promise<void> {
  await writeFile(join(folder, 'answer.new'), `echo '${text}'; exit ${exit}\n`);
  await rename(join(folder, 'answer.new'), join(folder, 'answer'));
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
