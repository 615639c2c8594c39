import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const CHECKOUT = resolve(__dirname, '..');

/** Lays out a small tree of modules and returns the names of the rules that it breaks. */
function broken(modules: Readonly<Record<string, string>>): string[] {
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
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
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

for (const [title, modules, rule] of cases) {
  void test(`the dependency rule finds ${title}`, () => {
    assert.ok(broken(modules).includes(rule), `expected ${rule} among: ${broken(modules).join(', ')}`);
  });
}

void test('the dependency rule is content with imports that run down', () => {
  assert.deepEqual(
    broken({
      'support/faults/a.ts': "import '../hosts/b';\nimport '../drill/c';",
      'support/hosts/b.ts': "import 'ssh2';",
      'support/drill/c.ts': "import 'node:fs';",
    }),
    [],
  );
});
