#!/usr/bin/env node
// A cluster as far as a restore test asks for it: what it answers stands in the file CLUSTER, what was asked in the file ASKED.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const cluster = JSON.parse(readFileSync(process.env.CLUSTER, 'utf8'));
const save = () => writeFileSync(process.env.CLUSTER, JSON.stringify(cluster));
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const namespace = option('--namespace');
const [verb, kind, name] = args[0] === '--namespace' ? args.slice(2) : args;
const stdin = () => JSON.parse(readFileSync(0, 'utf8'));
const answer = (value) => process.stdout.write(JSON.stringify(value));

appendFileSync(process.env.ASKED, `${[namespace, verb, kind, name].filter((part) => part && !part.startsWith('--')).join(' ')}\n`);

/** The next of several answers; the last one stays. */
const next = (answers) => (answers.length > 1 ? answers.shift() : answers[0]);

if (verb === 'get' && kind === 'backups.velero.io') {
  const wanted = option('--selector')
    .split(',')
    .map((pair) => pair.split('='));
  answer({ items: cluster.backups.filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels[key] === value)) });
} else if (verb === 'create' && kind === 'configmap') {
  const data = args.filter((arg) => arg.startsWith('--from-literal=')).map((arg) => arg.slice('--from-literal='.length).split('='));
  answer({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: Object.fromEntries(data) });
} else if (verb === 'create') {
  cluster.created = stdin();
  save();
} else if (verb === 'apply') {
  cluster.applied = stdin();
  save();
} else if (verb === 'get' && kind === 'restores.velero.io') {
  if (name !== cluster.created?.metadata.name) process.exit(1);
  answer({ status: next(cluster.restore) });
  save();
} else if (verb === 'get') {
  answer({ items: next(cluster[kind]) });
  save();
} else if (verb !== 'delete') {
  process.stderr.write(`nobody asks a restore test for ${args.join(' ')}\n`);
  process.exit(1);
}
