#!/usr/bin/env node
// The command `firedrill`: registers TypeScript as cucumber.js does, then runs the program.
// The project supports Node 20 until its dependencies do not; the SDK's warning would stand before every answer.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('../register');
require('./main');
