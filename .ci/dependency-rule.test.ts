import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { before, describe, it } from 'node:test';

const CHECKOUT = resolve(__dirname, '..');

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Lays out a tree of modules, and returns what breaks a rule. */
function broken(modules: Readonly<Record<string, string>>): readonly Violation[] {
  const root = mkdtempSync(join(tmpdir(), 'firedrill-rule-'));
  try {
    for (const [path, text] of Object.entries({ 'package.json': '{}', 'tsconfig.json': '{}', ...modules })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    symlinkSync(join(CHECKOUT, 'node_modules'), join(root, 'node_modules'));
    const { stdout } = spawnSync(
      process.execPath,
      [
        join(CHECKOUT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['--config', join(CHECKOUT, '.dependency-cruiser.cjs'), '--output-type', 'json'],
        ...[...new Set(Object.keys(modules).map((path) => path.split('/')[0] ?? path))],
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const cases: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  [
    'the domain importing an adapter',
    { 'support/drill/a.ts': "import '../cloud/b';", 'support/cloud/b.ts': 'export {};' },
    'drill-stands-alone',
  ],
  [
    'an adapter importing a higher floor',
    { 'support/hosts/a.ts': "import '../faults/b';", 'support/faults/b.ts': 'export {};' },
    'ground-imports-ground',
  ],
  [
    'the guard rails importing the drill that passes them',
    { 'support/safety/a.ts': "import '../recovery/b';", 'support/recovery/b.ts': 'export {};' },
    'third-floor',
  ],
  [
    'a report importing an adapter',
    { 'reports/a.ts': "import '../support/hosts/b';", 'support/hosts/b.ts': 'export {};' },
    'reports-read-evidence',
  ],
  [
    'the environment opening the door to the embedded cloud',
    { 'support/environment/a.ts': "import '../../fixtures/cloud/b';", 'fixtures/cloud/b.ts': 'export {};' },
    'one-door-to-the-cloud',
  ],
  ['axios outside the adapters', { 'support/faults/a.ts': "import 'axios';" }, 'axios-in-one-place'],
  ['PDFKit outside the acceptance', { 'reports/html/a.ts': "import 'pdfkit';" }, 'pdfkit-in-one-place'],
  [
    'prom-client outside the reports',
    { 'support/faults/a.ts': "import 'prom-client';" },
    'prom-client-in-one-place',
  ],
  [
    'OpenTelemetry outside its exporter',
    { 'reports/a.ts': "import '@opentelemetry/api';" },
    'opentelemetry-in-one-place',
  ],
  [
    'nodemailer outside the nights',
    { 'support/faults/a.ts': "import 'nodemailer';" },
    'nodemailer-in-one-place',
  ],
  ['ssh2 outside the hosts', { 'support/faults/a.ts': "import 'ssh2';" }, 'ssh2-in-one-place'],
  [
    'two modules importing each other',
    { 'support/drill/a.ts': "import './b';", 'support/drill/b.ts': "import './a';" },
    'no-cycles',
  ],
];

const downwards = {
  'support/faults/a.ts': "import '../hosts/b';\nimport '../drill/c';",
  'support/hosts/b.ts': "import 'ssh2';",
  'support/drill/c.ts': "import 'node:fs';",
};

/** The same modules under names of their own: all of them are in one tree. */
const named = (modules: Readonly<Record<string, string>>, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(modules).map(([path, text]) => [
      path.replace(/(\w)\.ts$/, `$1-${name}.ts`),
      text.replace(/(\.\.?\/[^']*)/g, `$1-${name}`),
    ]),
  );

describe('the dependency rule', () => {
  let violations: readonly Violation[];
  before(() => {
    const laid = [...cases.map(([, modules]) => modules), downwards].map((modules, index) =>
      named(modules, String(index)),
    );
    violations = broken(Object.assign({}, ...laid) as Record<string, string>);
  });
  const rulesBroken = (modules: Readonly<Record<string, string>>, index: number): readonly string[] => {
    const paths = Object.keys(named(modules, String(index)));
    return [...new Set(violations.filter(({ from }) => paths.includes(from)).map(({ rule }) => rule.name))];
  };

  for (const [index, [title, modules, rule]] of cases.entries())
    it(`finds ${title}`, () => {
      const found = rulesBroken(modules, index);
      assert.ok(found.includes(rule), `expected ${rule} among: ${found.join(', ')}`);
    });

  it('is content with imports that run down', () => {
    assert.deepEqual(rulesBroken(downwards, cases.length), []);
  });
});
