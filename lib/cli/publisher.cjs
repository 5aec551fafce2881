#!/usr/bin/env node
// publisher FROM TO SUMMARY [CONTEXT]: publishes one handoff, as peers of the protocol do.
require('tsx/cjs');
process.argv.splice(2, 0, 'handoff', 'publish');
require('./main.ts');
