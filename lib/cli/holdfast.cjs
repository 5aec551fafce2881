#!/usr/bin/env node
// TypeScript runs as it is written: there is no build that could be out of date.
require('tsx/cjs');
require('./main.ts');
