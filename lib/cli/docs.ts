// npm run docs: the page about rules, made from the rules themselves.
import { writeFileSync } from 'node:fs';
import { RULES } from '../policy';
import { rulesDocument } from './report/rules-document';

writeFileSync('docs/rules.md', rulesDocument(RULES));
