/**
 * Imports run one way: see docs/architecture.md, "Floors". A rule that matches no module would be a check that
 * cannot fail, so `.ci/dependency-rule.test.ts` lays out forbidden imports and expects them to be found.
 */
const notFrom = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });
const GROUND = '^support/(drill|applications|hosts|cloud)/';
const THIRD = '^(support/(safety|faults|workload|environment|monitoring)|reports)/';
const SECOND = '^support/recovery/';
const TOP = '^(steps|support/supervisor)/';
const TEST = '\\.test\\.ts$';

const onlyIn = (name, library, folders) =>
  notFrom(
    `${name}-in-one-place`,
    { path: '^(support|steps|reports|fixtures|scenarios)/', pathNot: folders },
    { path: `node_modules/${library}/`, dependencyTypesNot: ['type-only'] },
    `${library} is imported only in ${folders}`,
  );

module.exports = {
  forbidden: [
    notFrom(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'no import cycles',
    ),
    notFrom(
      'ground-imports-ground',
      { path: GROUND, pathNot: TEST },
      { path: [THIRD, SECOND, TOP] },
      'no arrow runs up',
    ),
    notFrom('third-floor', { path: THIRD, pathNot: TEST }, { path: [SECOND, TOP] }, 'no arrow runs up'),
    notFrom('second-floor', { path: SECOND, pathNot: TEST }, { path: TOP }, 'no arrow runs up'),
    notFrom(
      'drill-stands-alone',
      { path: '^support/drill/', pathNot: TEST },
      { pathNot: ['^support/drill/'], dependencyTypesNot: ['core'] },
      'the domain imports only itself and node:',
    ),
    notFrom(
      'adapters-stand-apart',
      { path: '^support/(applications|hosts|cloud)/', pathNot: TEST },
      { path: '^support/(applications|hosts|cloud)/', pathNot: ['^support/$1/'] },
      'an adapter knows no other adapter',
    ),
    notFrom(
      'reports-read-evidence',
      { path: '^reports/', pathNot: TEST },
      { path: '^(support|steps|fixtures)/', pathNot: ['^support/drill/'] },
      'reports know only the types of the drill',
    ),
    notFrom('nothing-imports-steps', { pathNot: '^steps/' }, { path: '^steps/' }, 'steps are glue'),
    notFrom(
      'other-machines',
      { path: '^fixtures/', pathNot: TEST },
      { path: '^(support|steps|reports)/' },
      'what runs on other machines imports nothing of the harness',
    ),
    notFrom(
      'one-door-to-the-cloud',
      { path: '^(support|steps|reports)/', pathNot: ['^support/supervisor/', TEST] },
      { path: '^fixtures/cloud/' },
      'only the supervisor opens the door to the embedded cloud',
    ),
    onlyIn('ec2-client', '@aws-sdk/client-ec2', '^(support/cloud/|fixtures/cloud/)'),
    onlyIn('fis-client', '@aws-sdk/client-fis', '^(support/cloud/|fixtures/cloud/)'),
    onlyIn('ssh2', 'ssh2', '^support/hosts/'),
    onlyIn('axios', 'axios', '^(support/(applications|monitoring)/|fixtures/stand-ins/.*contract)'),
    onlyIn('testcontainers', 'testcontainers', '^fixtures/cloud/'),
    onlyIn('prom-client', 'prom-client', '^reports/'),
    onlyIn('opentelemetry', '@opentelemetry', '^reports/opentelemetry/'),
    onlyIn('pdfkit', 'pdfkit', '^reports/acceptance/'),
    onlyIn('nodemailer', 'nodemailer', '^support/supervisor/nightly/'),
    onlyIn('log-update', 'log-update', '^support/supervisor/view/'),
    onlyIn('cucumber', '@cucumber/cucumber', '^steps/'),
    notFrom('no-test-in-code', { pathNot: TEST }, { path: TEST }, 'nothing imports a test'),
    notFrom('resolvable', {}, { couldNotResolve: true }, 'every import resolves'),
  ],
  options: {
    // What runs have left: reports have programs of their own.
    exclude: { path: '^reports/out' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
