import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { Command } from 'commander';
import { describeContainerEngine } from '../../../fixtures/cloud/container-engine';
import { inotifyLimit } from '../../../fixtures/cloud/inotify-limit';
import { HARNESS_FAILED } from '../command-line/exit-code';
import { CHECKOUT } from '../settings';

interface Finding {
  readonly what: string;
  readonly found: string;
  /** Absent when it is there. */
  readonly lacking?: { readonly needed: 'always' | 'for a part'; readonly advice: string };
}

const GIB = 1024 ** 3;

export function doctorCommand(): Command {
  return new Command('doctor').description('say what this machine has and lacks').action(async () => {
    const findings = [
      node(),
      await engine(),
      memory(),
      disk(),
      ...inotify(),
      java(),
      chromium(),
      sshKeygen(),
    ];
    for (const { what, found, lacking } of findings) {
      const sign = lacking === undefined ? 'ok  ' : lacking.needed === 'always' ? 'LACK' : 'note';
      process.stdout.write(
        `${sign}  ${what}: ${found}${lacking === undefined ? '' : `; ${lacking.advice}`}\n`,
      );
    }
    if (findings.some(({ lacking }) => lacking?.needed === 'always')) process.exitCode = HARNESS_FAILED;
  });
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 20);
  return {
    what: 'Node',
    found: process.versions.node,
    ...(fits ? {} : { lacking: { needed: 'always', advice: 'install Node 20.20 or later' } }),
  };
}

async function engine(): Promise<Finding> {
  const { found, advice } = await describeContainerEngine();
  return {
    what: 'container engine',
    found: found ?? 'none',
    ...(found === undefined ? { lacking: { needed: 'always', advice } } : {}),
  };
}

function memory(): Finding {
  const gib = totalmem() / GIB;
  return {
    what: 'memory',
    found: `${gib.toFixed(1)} GiB`,
    ...(gib >= 6 ? {} : { lacking: { needed: 'always', advice: 'staging takes up to 5 GiB' } }),
  };
}

function disk(): Finding {
  const { bavail, bsize } = statfsSync(CHECKOUT);
  const gib = (bavail * bsize) / GIB;
  return {
    what: 'free disk',
    found: `${gib.toFixed(0)} GiB`,
    ...(gib >= 15 ? {} : { lacking: { needed: 'always', advice: 'images and volumes take up to 15 GiB' } }),
  };
}

function inotify(): readonly Finding[] {
  const limit = inotifyLimit();
  if (limit === undefined) return [];
  const { allowed, advice } = limit;
  const lacking = {
    needed: 'for a part',
    advice: `as root "firedrill up" raises it; else ${advice ?? ''}`,
  } as const;
  return [
    {
      what: 'inotify instances',
      found: String(allowed),
      ...(advice === undefined ? {} : { lacking }),
    },
  ];
}

function java(): Finding {
  const { status, stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return {
    what: 'Java',
    found: status === 0 ? (stderr.split('\n')[0] ?? '') : 'none',
    ...(status === 0
      ? {}
      : { lacking: { needed: 'for a part', advice: 'without it there is no Allure report' } }),
  };
}

function chromium(): Finding {
  const there = existsSync('/usr/bin/chromium');
  return {
    what: 'Chromium',
    found: there ? '/usr/bin/chromium' : 'none',
    ...(there
      ? {}
      : { lacking: { needed: 'for a part', advice: "without it the report's browser test is skipped" } }),
  };
}

function sshKeygen(): Finding {
  // Asked for help in a way that it does not know, it says how it is used.
  const { error } = spawnSync('ssh-keygen', ['-?'], { encoding: 'utf8' });
  return {
    what: 'ssh-keygen',
    found: error === undefined ? 'there' : 'none',
    ...(error === undefined
      ? {}
      : { lacking: { needed: 'for a part', advice: 'without it no acceptance pack is signed or verified' } }),
  };
}
