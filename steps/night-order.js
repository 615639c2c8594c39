// Cucumber loads plugins before it registers TypeScript, and by import(), which knows no TypeScript.
require('../support/register');
module.exports = { default: require('./night-order.plugin').default };
