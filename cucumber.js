const { join } = require('node:path');

/**
 * Every run has a folder of its own, `reports/out/<run>/`. `firedrill run` names it; run by hand it is named by the
 * time. Cucumber reads this file again in each worker, so the name is kept in the environment.
 */
process.env.FIREDRILL_RUN ??= new Date().toISOString().replace(/[-:]|\.\d+/g, '');
// A run is for its owner only, whoever of cucumber, its formatters and their libraries writes a part of it.
process.umask(0o077);
const out = join(
  process.env.FIREDRILL_REPORTS ?? join(__dirname, 'reports', 'out'),
  process.env.FIREDRILL_RUN,
);
require('node:fs').mkdirSync(out, { recursive: true, mode: 0o700 });
// A run that was cut and taken up again keeps what cucumber said before.
const part = Number(process.env.FIREDRILL_PART ?? 1);
const suffix = part > 1 ? `-${part}` : '';

/** What both runs of drills and storms have. */
const reported = {
  requireModule: [join(__dirname, 'support/register.js')],
  // Before any formatter: no secret comes into what they write.
  plugin: ['./steps/redact-messages.js'],
  format: [
    // What goes on is told by the drills themselves, line by line.
    'summary',
    ['message', `${out}/messages${suffix}.ndjson`],
    ['junit', `${out}/junit${suffix}.xml`],
    // With a target, or it silences `summary`.
    ['allure-cucumberjs/reporter', `${out}/allure${suffix}.log`],
  ],
  formatOptions: { resultsDir: `${out}/allure-results` },
  strict: true,
};

module.exports = {
  default: {
    ...reported,
    plugin: [...reported.plugin, './steps/night-order.js'],
    paths: ['features/**/*.feature'],
    require: ['steps/!(*.test).ts'],
  },

  // `firedrill storm`: what was drawn is in the run's folder.
  storm: {
    ...reported,
    paths: [`${out}/storm.feature`],
    require: ['steps/redact-errors.ts', 'steps/storm/*.ts'],
  },

  // What `npm run matrix` kills in the middle of its work: a fault under its lease, and nothing else.
  matrix: {
    paths: ['fixtures/matrix/*.feature'],
    requireModule: [join(__dirname, 'support/register.js')],
    require: ['steps/redact-errors.ts', 'steps/matrix/*.ts'],
    plugin: ['./steps/redact-messages.js'],
    format: ['summary'],
  },
};
