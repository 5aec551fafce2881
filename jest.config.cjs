/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // secretlint is published as ES modules only, which the tests' module system does not load as they are.
  transformIgnorePatterns: ['/node_modules/(?!@secretlint/)'],
  transform: {
    '^.+\\.ts$|@secretlint/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Many tests wait for servers and other processes; jest's own default leaves a core idle, on two cores half of the machine.
  maxWorkers: '100%',
  testTimeout: 60_000,
  // A cdktf app holds tens of megabytes; a worker that has grown is replaced rather than left to swap.
  workerIdleMemoryLimit: '700MB',
};
