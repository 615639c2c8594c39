#!/usr/bin/env node
// The command `firedrill`: registers ts-node as cucumber.js does, then runs the program.
process.env.TS_NODE_PROJECT ??= require('node:path').join(__dirname, '../../tsconfig.json');
require('ts-node/register');
require('./main');
