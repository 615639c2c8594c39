// Cucumber loads plugins before it registers ts-node, and by import(), which knows no TypeScript.
require('ts-node/register');
module.exports = { default: require('./redact-messages.plugin').default };
