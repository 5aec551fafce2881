// Imports point one way: spec <- model <- layers <- charts, stacks <- cli. `policy` sees the model and plain objects.
const LAYERS = '^lib/(deployment|gitops|observability|recovery|mesh|infrastructure|delivery)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'output-knows-no-platform',
      severity: 'error',
      from: { path: '^lib/output/' },
      to: { path: '^(lib/(?!output/)|charts|stacks)' },
    },
    {
      name: 'spec-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^lib/spec/' },
      to: { path: '^(lib/(?!spec/)|charts|stacks)' },
    },
    {
      name: 'secrets-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^lib/secrets/' },
      to: { path: '^(lib/(?!secrets/)|charts|stacks)' },
    },
    {
      name: 'model-sees-spec-only',
      severity: 'error',
      from: { path: '^lib/model/' },
      to: { path: '^(lib/(?!spec/|model/)|charts|stacks)' },
    },
    {
      name: 'model-is-pure',
      comment: 'The model is plain data: no constructs, no files.',
      severity: 'error',
      from: { path: '^lib/model/' },
      to: { path: '^(node:)?(fs|path|child_process)$|node_modules/(cdk8s|cdktf|constructs|cdk8s-plus-27|@cdktf)/' },
    },
    {
      name: 'policy-sees-model-only',
      severity: 'error',
      from: { path: '^lib/policy/' },
      to: { path: '^(lib/(?!spec/|model/|policy/|secrets/)|charts|stacks)' },
    },
    {
      name: 'policy-sees-plain-objects',
      severity: 'error',
      from: { path: '^lib/policy/' },
      to: { path: 'node_modules/(cdk8s|cdktf|constructs|cdk8s-plus-27|@cdktf)/' },
    },
    {
      name: 'no-layer-imports-another',
      comment: 'What two layers share belongs to the model.',
      severity: 'error',
      from: { path: LAYERS },
      to: { path: LAYERS, pathNot: '^lib/$1/' },
    },
    {
      name: 'layers-see-model-only',
      severity: 'error',
      from: { path: LAYERS },
      to: { path: '^(lib/(policy|cli|output|handoff)/|charts|stacks)' },
    },
    {
      name: 'handoff-imports-nothing-of-ours',
      comment: 'What a release does with the platform is handed to it by the command.',
      severity: 'error',
      from: { path: '^lib/handoff/' },
      to: { path: '^(lib/(?!handoff/)|charts|stacks)' },
    },
    { name: 'charts-and-stacks-compose', severity: 'error', from: { path: '^(charts|stacks)/' }, to: { path: '^lib/cli/' } },
    {
      name: 'index-is-the-door',
      comment: 'A folder of lib is entered by its index.ts.',
      severity: 'error',
      from: { path: '^lib/([^/]+)/' },
      to: { path: '^lib/([^/]+)/.+', pathNot: ['^lib/$1/', '^lib/[^/]+/index\\.ts$'] },
    },
    {
      name: 'provider-aws-deep-imports-only',
      comment: 'The root index of the AWS provider costs 2 s and 575 MB.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@cdktf/provider-aws/lib/index\\.' },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      from: { path: '^(lib|charts|stacks)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'resolvable',
      comment: '@types/sarif describes a format, and stands for no package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^sarif$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^node_modules/.*/node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
