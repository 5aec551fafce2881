/** What one file holds, and what must be said of it. */
export interface BrokenCase {
  readonly name: string;
  readonly content: string | Buffer;
  /** Default: .yaml */
  readonly extension?: string;
  /** What the finding says, or the reason for which the file was skipped. */
  readonly finding?: RegExp;
  readonly skipped?: RegExp;
  /** Line of the finding. */
  readonly line?: number;
  /** Objects that are read all the same. Default: 0. */
  readonly objects?: number;
}

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: cart }\n';
const nested = (depth: number) => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}a:`).join('\n');
/** Each line names the one before it nine times. */
const laughs = Array.from(
  { length: 12 },
  (_, i) =>
    `a${i}: &a${i} [${
      i === 0
        ? 'lol'
        : Array(9)
            .fill(`*a${i - 1}`)
            .join(', ')
    }]`,
).join('\n');

const syntax: readonly BrokenCase[] = [
  { name: 'a tab as indentation', content: `${head}data:\n\ta: b\n`, finding: /a tab/, line: 5 },
  { name: 'keys that are indented unlike each other', content: `${head}data:\n    a: b\n  c: d\n`, finding: /indented/, line: 6 },
  { name: 'a quote that never closes', content: `${head}data: { a: "b }\n`, finding: /does not end/, line: 4 },
  { name: 'a bracket that never closes', content: `${head}data: { a: [b, c }\n`, finding: /does not end|without a comma/, line: 4 },
  { name: 'a bracket that closes nothing', content: `${head}data: {}}\n`, finding: /closes nothing|does not belong/, line: 4 },
  { name: 'a thousand closing brackets', content: ']'.repeat(1000), finding: /more than 20 errors/, line: 1 },
  { name: 'two megabytes of commas', content: `[${','.repeat(2_000_000)}`, finding: /comma without an entry/, line: 1 },
  { name: 'two colons on a line', content: `${head}data: a: b\n`, finding: /cannot be read/, line: 4 },
  { name: 'text where a key should stand', content: `${head}data\nmore: x\n`, finding: /cannot be read/, line: 4 },
  { name: 'a value that starts with an at sign', content: `${head}data: { a: @b }\n`, finding: /reserves/, line: 4 },
  { name: 'a merge conflict', content: `${head}<<<<<<< HEAD\ndata: {}\n=======\n>>>>>>> b\n`, finding: /conflict that Git left/, line: 4 },
  {
    name: 'truncated JSON',
    content: '{"apiVersion": "v1",\n"kind": "Pod", "metadata": {"name":',
    extension: '.json',
    finding: /does not end/,
  },
  { name: 'two JSON objects in a row', content: '{"apiVersion":"v1"}\n{"kind":"Pod"}', extension: '.json', finding: /cannot be read/ },
  { name: 'JSON cut inside a word', content: '{"apiVersion": "v1", "kin', extension: '.json', finding: /does not end|cannot be read/ },
  {
    name: 'a key of two thousand characters',
    content: `${head}data: { ${'k'.repeat(2000)}: v }\n${'x'.repeat(2000)}: y\n`,
    finding: /1,024/,
  },
];

const structure: readonly BrokenCase[] = [
  { name: 'a key that stands twice', content: `${head}data:\n  a: b\n  a: c\n`, finding: /stands in this map already/, line: 6 },
  { name: 'two kinds', content: `${head}kind: Secret\n`, finding: /stands in this map already/, line: 4 },
  {
    name: 'an alias inside of what it names',
    content: `${head}data: &all\n  a: *all\n`,
    finding: /inside the value that it names/,
    line: 5,
  },
  { name: 'an alias of nothing', content: `${head}data: { a: *nothing }\n`, finding: /names nothing/, line: 4 },
  { name: 'a billion laughs', content: `${head}${laughs}\n`, finding: /expand without bound/ },
  {
    name: 'more aliases than anybody writes',
    content: `${head}a: &a x\nlist: [${Array(10_001).fill('*a').join(', ')}]\n`,
    finding: /expand without bound/,
  },
  { name: 'a merge of text', content: `${head}data: { <<: text }\n`, finding: /merge/, line: 4 },
  { name: 'a tag of another tool', content: `${head}data: { a: !Ref b }\n`, finding: /the tag !Ref/, line: 4 },
  { name: 'a list as a key', content: `${head}data: { [a, b]: c }\n`, finding: /as a key/, line: 4 },
  { name: 'an empty key', content: `${head}data:\n  : b\n`, finding: /empty key/, line: 5 },
  { name: 'the key __proto__', content: `${head}data: { __proto__: b }\n`, finding: /__proto__/, line: 4 },
  { name: 'an infinite number', content: `${head}data: { a: .inf }\n`, finding: /no field can hold/, line: 4 },
  { name: 'a number beyond all bounds', content: `${head}data: { a: 1e999 }\n`, finding: /no field can hold/, line: 4 },
  { name: 'a whole number of 400 digits', content: `${head}data: { a: ${'9'.repeat(400)} }\n`, finding: /no field can hold/, line: 4 },
  { name: 'not a number', content: `${head}data: { a: .nan }\n`, finding: /no field can hold/, line: 4 },
  { name: 'two megabytes of brackets', content: '['.repeat(2_000_000), finding: /nested more than 200 deep/ },
  { name: 'two megabytes of JSON in JSON', content: '{"a":'.repeat(400_000), extension: '.json', finding: /nested more than 200 deep/ },
  { name: 'a thousand maps in each other', content: nested(1000), finding: /nested more than 200 deep/, line: 200 },
  { name: 'a million dashes', content: '- '.repeat(1_000_000), finding: /nested more than 200 deep/ },
];

const bytes: readonly BrokenCase[] = [
  { name: 'a zero byte', content: `${head}data: { a: "\0" }\n`, finding: /U\+0000/, line: 4 },
  { name: 'an escape character', content: `${head}data: { a: "\u001b[31m" }\n`, finding: /U\+001B/, line: 4 },
  { name: 'a picture', content: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), finding: /not UTF-8|control character/, line: 1 },
  { name: 'a zip archive', content: Buffer.from('504b03041400000008', 'hex'), finding: /control character/, line: 1 },
  { name: 'Latin-1', content: Buffer.from(`${head}data: { a: caf\u00e9 }\n`, 'latin1'), finding: /not UTF-8/, line: 4 },
  { name: 'lines that end in carriage returns', content: head.replaceAll('\n', '\r'), finding: /carriage return alone/, line: 1 },
  { name: 'UTF-16 with a byte order mark', content: Buffer.from(`\ufeff${head}`, 'utf16le'), skipped: /UTF-16/ },
  { name: 'UTF-16 without one', content: Buffer.from(head, 'utf16le'), skipped: /UTF-16/ },
  { name: 'nothing', content: '', skipped: /empty/ },
  { name: 'a byte order mark and nothing else', content: '\ufeff', skipped: /empty/ },
  { name: 'empty documents', content: '---\n---\n# Source: chart/templates/a.yaml\n---\n\n...\n', skipped: /empty/ },
  { name: 'half a million ends of documents', content: '...\n'.repeat(500_000), skipped: /empty/ },
  { name: 'half a million starts of documents', content: '---\n'.repeat(500_000), skipped: /empty/ },
];

const heads: readonly BrokenCase[] = [
  {
    name: 'a number as apiVersion',
    content: 'apiVersion: 1\nkind: Pod\nmetadata: { name: a }\n',
    finding: /the number 1, expected a group/,
    line: 1,
  },
  { name: 'an apiVersion of three parts', content: 'apiVersion: a/b/c\nkind: Pod\nmetadata: { name: a }\n', finding: /"a\/b\/c"/, line: 1 },
  {
    name: 'a list as kind',
    content: 'apiVersion: v1\nkind: [Pod]\nmetadata: { name: a }\n',
    finding: /a list of 1, expected a kind/,
    line: 2,
  },
  {
    name: 'a boolean as kind',
    content: 'apiVersion: v1\nkind: yes\nmetadata: { name: a }\n',
    finding: /the boolean true, expected a kind/,
    line: 2,
  },
  { name: 'an object without apiVersion', content: 'kind: Pod\nmetadata: { name: a }\n', finding: /no apiVersion/, line: 1 },
  { name: 'an object with an empty apiVersion', content: 'apiVersion:\nkind: Pod\nspec: {}\n', finding: /no apiVersion/, line: 1 },
  { name: 'an object without kind', content: 'apiVersion: v1\nmetadata: { name: a }\n', finding: /no kind/, line: 1 },
  {
    name: 'metadata that is a list',
    content: 'apiVersion: v1\nkind: Pod\nmetadata: [a]\n',
    finding: /a list of 1, expected a map/,
    line: 3,
  },
  { name: 'metadata that is text', content: 'apiVersion: v1\nkind: Pod\nmetadata: cart\n', finding: /"cart", expected a map/, line: 3 },
  { name: 'empty metadata', content: 'apiVersion: v1\nkind: Pod\nmetadata:\n', finding: /an empty value, expected a map/, line: 3 },
  { name: 'no metadata', content: 'apiVersion: v1\nkind: Pod\nspec: {}\n', finding: /nothing, expected a map/, line: 1 },
  { name: 'no name', content: 'apiVersion: v1\nkind: Pod\nmetadata: { labels: {} }\n', finding: /nothing, expected a name/, line: 3 },
  {
    name: 'a number as name',
    content: 'apiVersion: v1\nkind: Pod\nmetadata: { name: 7 }\n',
    finding: /the number 7, expected a name/,
    line: 3,
  },
  { name: 'an empty name', content: 'apiVersion: v1\nkind: Pod\nmetadata: { name: "" }\n', finding: /"", expected a name/, line: 3 },
  {
    name: 'a map as name',
    content: 'apiVersion: v1\nkind: Pod\nmetadata: { name: { a: b } }\n',
    finding: /a map, expected a name/,
    line: 3,
  },
  {
    name: 'a name that YAML 1.1 reads as a boolean',
    content: 'apiVersion: v1\nkind: Pod\nmetadata: { name: on }\n',
    finding: /the boolean true/,
    line: 3,
  },
  {
    name: 'a list as namespace',
    content: 'apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: [b] }\n',
    finding: /expected a namespace/,
    line: 3,
  },
  {
    name: 'an empty spec',
    content: `${deployment}spec:\n`,
    finding: /an empty value, expected a map with the fields of a Deployment/,
    line: 4,
  },
  { name: 'a spec that is a list', content: `${deployment}spec:\n  - replicas: 3\n`, finding: /a list of 1, expected a map/, line: 4 },
  { name: 'a spec that is text', content: `${deployment}spec: 3 replicas\n`, finding: /expected a map/, line: 4 },
  {
    name: 'a list of objects at the top',
    content: '[{ "apiVersion": "v1", "kind": "Pod" }]',
    extension: '.json',
    finding: /a list of objects/,
    line: 1,
  },
  {
    name: 'a List whose items are a map',
    content: 'apiVersion: v1\nkind: List\nitems: { a: b }\n',
    finding: /a map, expected a list of objects/,
    line: 3,
  },
  {
    name: 'a List with something else between its objects',
    content: 'apiVersion: v1\nkind: List\nitems:\n  - 3\n  - { apiVersion: v1, kind: Service, metadata: { name: a } }\n  -\n',
    finding: /the number 3, expected an object/,
    line: 4,
    objects: 1,
  },
];

const others: readonly BrokenCase[] = [
  { name: 'a values file', content: 'replicaCount: 2\nimage: { tag: latest }\n', skipped: /no apiVersion and kind/ },
  { name: 'package.json', content: '{ "name": "shop", "version": "1.0.0" }', extension: '.json', skipped: /no apiVersion and kind/ },
  {
    name: 'tab-indented JSON of another tool',
    content: '{\n\t"compilerOptions": {}\n}',
    extension: '.json',
    skipped: /no apiVersion and kind/,
  },
  { name: 'a chart file', content: 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', skipped: /no kind/ },
  { name: 'a compose file', content: 'services: { web: { image: nginx } }\n', skipped: /no apiVersion and kind/ },
  { name: 'a file with a kind of another sort', content: 'kind: pipeline\nsteps: []\n', skipped: /no apiVersion/ },
  {
    name: 'a kustomization',
    content: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
    skipped: /check what it builds/,
  },
  { name: 'a kubeconfig', content: 'apiVersion: v1\nkind: Config\nclusters: []\n', skipped: /a tool's configuration/ },
  { name: 'a kind cluster', content: 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []\n', skipped: /a tool's configuration/ },
  { name: 'a template of Helm', content: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n', skipped: /a template/ },
  { name: 'a template with a condition', content: '{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n{{- end }}\n', skipped: /a template/ },
  { name: 'notes of a release', content: 'Thank you for installing shop.\nHave fun.\n', skipped: /text/ },
  { name: 'a list of numbers', content: '[1, 2, 3]', extension: '.json', skipped: /a list/ },
  { name: 'a date', content: '2027-01-31\n', skipped: /text/ },
  {
    name: 'maps whose names JavaScript knows',
    content: '{ "constructor": {}, "toString": 1 }',
    extension: '.json',
    skipped: /no apiVersion and kind/,
  },
];

/** Files that are broken, or no manifests at all. */
export const BROKEN_CASES: readonly BrokenCase[] = [...syntax, ...structure, ...bytes, ...heads, ...others];
