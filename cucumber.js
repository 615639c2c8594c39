const { join } = require('node:path');

/**
 * Every run has a folder of its own, `reports/out/<run>/`. `firedrill run` names it; run by hand it is named by the
 * time. Cucumber reads this file again in each worker, so the name is kept in the environment.
 */
process.env.FIREDRILL_RUN ??= new Date().toISOString().replace(/[-:]|\.\d+/g, '');
process.env.TS_NODE_PROJECT ??= join(__dirname, 'tsconfig.json');
// A run is for its owner only, whoever of cucumber, its formatters and their libraries writes a part of it.
process.umask(0o077);
const out = `reports/out/${process.env.FIREDRILL_RUN}`;
require('node:fs').mkdirSync(join(__dirname, out), { recursive: true });

module.exports = {
  default: {
    paths: ['features/**/*.feature'],
    requireModule: ['ts-node/register'],
    require: ['steps/**/*.ts'],
    // Before any formatter: no secret comes into what they write.
    plugin: ['./steps/redact-messages.js'],
    format: [
      // What goes on is told by the drills themselves, line by line.
      'summary',
      ['message', `${out}/messages.ndjson`],
      ['junit', `${out}/junit.xml`],
      // With a target, or it silences `summary`.
      ['allure-cucumberjs/reporter', `${out}/allure.log`],
    ],
    formatOptions: { resultsDir: `${out}/allure-results` },
    strict: true,
  },
};
