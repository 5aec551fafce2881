import { container, IMAGE, shop } from '../support';
import type { CaseTable } from './case';

const env = (name: string, value: string) => shop({ container: { env: [{ name, value }] } });
const configMap = (data: Record<string, string>) =>
  shop({ add: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cart', namespace: 'shop' }, data }] });
const rbac = (object: Record<string, unknown>) =>
  shop({ add: [{ apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'cart', namespace: 'shop' }, ...object }] });
const image = (reference: unknown, production = false) => shop({ container: { image: reference } }, { production });
const pull = (reference: string, imagePullPolicy: string) => shop({ container: { image: reference, imagePullPolicy } });
const resources = (changes: Record<string, unknown>) => shop({ container: { resources: changes } });
// Put together here, so that no scanner takes this file for a leak.
const KEY_ID = `AKIA${'EXAMPLE0'.repeat(2)}`;
const PRIVATE_KEY = `-----BEGIN ${'PRIVATE KEY'}-----\nMIIE\n`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'MIIBszCCAVmgAwIBAgIUQ2F0Z7kP0xQ9bT4u'.repeat(3)}\n-----END CERTIFICATE-----\n`;
const RANDOM = ['wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYzQ8vT2sKd'].join('');
const base64 = (said: string) => Buffer.from(said).toString('base64');
const template = (password: string) =>
  shop({
    add: [
      {
        apiVersion: 'external-secrets.io/v1',
        kind: 'ExternalSecret',
        metadata: { name: 'cart', namespace: 'shop' },
        spec: { target: { template: { data: { password } } } },
      },
    ],
  });

/** Rules over what stands in fields: secrets, grants, images, amounts. */
export const contentCases: CaseTable = {
  K13: {
    breaks: {
      'an AWS key id under a harmless name': env('BUCKET', KEY_ID),
      'a password in the environment': env('DB_PASSWORD', 'hunter2hunter2'),
      'a token in the arguments': shop({ container: { args: ['--api-token=abcdef123456'] } }),
      'a password and its flag in two arguments': shop({ container: { args: ['--password', 'hunter2hunter2'] } }),
      'an address with a password': env('DATABASE_URL', 'postgres://cart:hunter2@db.example.com/cart'),
      'a private key in a ConfigMap': configMap({ 'tls.txt': PRIVATE_KEY }),
      'a password in a file of a ConfigMap': configMap({ 'app.yaml': 'database:\n  password: hunter2hunter2\n' }),
      'a Secret with its values': shop({
        add: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cart' }, stringData: { key: 'hunter2' } }],
      }),
      'a Secret with its values in base64': shop({
        add: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cart' }, data: { key: 'aHVudGVyMg==' } }],
      }),
      'a random token under a harmless name': env('SEED', RANDOM),
      'a password in binary data': shop({
        add: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cart' }, binaryData: { app: base64('password: hunter2hunter2') } }],
      }),
      'a literal in the template of an ExternalSecret': template('hunter2hunter2'),
      'a key id in a field of another kind': shop({
        add: [
          {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Application',
            metadata: { name: 'cart' },
            spec: { source: { repoURL: `https://${KEY_ID}@git` } },
          },
        ],
      }),
      'a key id in a header of a probe': shop({
        container: { readinessProbe: { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'X-Key', value: KEY_ID }] } } },
      }),
      'a key id in an annotation': shop({ deployment: { metadata: { annotations: { note: KEY_ID } } } }),
    },
    keeps: {
      'a path to a password': env('DB_PASSWORD_FILE', '/run/secrets/password'),
      'a reference to a secret': shop({
        container: { env: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'cart', key: 'password' } } }] },
      }),
      'a reference to another variable': env('DB_PASSWORD', '$(OTHER)'),
      'a switch with a telling name': env('REQUIRE_TOKEN', 'true'),
      'a flag without a value': shop({ container: { args: ['--require-token', '--verbose'] } }),
      'a number of tokens': env('MAX_TOKENS', '4096'),
      'an address without a password': env('DATABASE_URL', 'postgres://db.example.com:5432/cart'),
      'a reference in the template of an ExternalSecret': template('{{ .password }}'),
      'an address with a reference in the template of an ExternalSecret': template('postgres://cart:{{ .password }}@db/cart'),
      'a Secret that SOPS has encrypted': shop({
        add: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'cart' },
            stringData: { key: 'ENC[AES256_GCM,data:q1w2,iv:e3r4,tag:t5,type:str]' },
          },
        ],
      }),
      'a checksum in an annotation': shop({ template: { metadata: { annotations: { 'checksum/config': '0123456789abcdef'.repeat(4) } } } }),
      'a digest as a value': env('BASE_IMAGE', IMAGE),
      'a certificate in a ConfigMap': configMap({ 'ca.pem': CERTIFICATE }),
      'a file that refers to its environment': configMap({ 'app.yaml': 'password: $' + '{DB_PASSWORD}\n' }),
    },
  },
  K14: {
    breaks: {
      'a wildcard verb': rbac({ kind: 'Role', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }] }),
      'a wildcard resource': rbac({ kind: 'ClusterRole', rules: [{ apiGroups: [''], resources: ['*'], verbs: ['get'] }] }),
      'exec into pods': rbac({ kind: 'Role', rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }] }),
      'cluster-admin': rbac({ kind: 'ClusterRoleBinding', roleRef: { kind: 'ClusterRole', name: 'cluster-admin' } }),
      'system:masters': rbac({ kind: 'ClusterRoleBinding', subjects: [{ kind: 'Group', name: 'system:masters' }] }),
    },
    keeps: {
      'named verbs and resources': rbac({
        kind: 'Role',
        rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }],
      }),
    },
  },
  K15: {
    breaks: {
      'no tag': image('nginx'),
      'no tag behind a registry port': image('registry.example.com:5000/nginx'),
      latest: image('nginx:latest'),
      'a digest that is none': image('nginx@sha256:abc'),
      'no image': image(undefined),
      'a tag without digest in production': image('nginx:1.27.0', true),
    },
    keeps: {
      'a fixed tag outside production': image('nginx:1.27.0'),
      'a digest without tag': image(IMAGE.replace(':1.4.2', ''), true),
      'latest with a digest': image(IMAGE.replace('1.4.2', 'latest')),
    },
  },
  K16: {
    breaks: {
      'a fixed tag that is always pulled': pull('nginx:1.27.0', 'Always'),
      'a moving tag that is not': pull('nginx:latest', 'IfNotPresent'),
      'never pulled': pull('nginx:1.27.0', 'Never'),
    },
    keeps: {
      'left to Kubernetes': shop({ container: { imagePullPolicy: undefined } }),
      'a moving tag that is always pulled': pull('nginx:latest', 'Always'),
    },
  },
  K17: {
    breaks: {
      'no resources': shop({ container: { resources: undefined } }),
      'no CPU request': resources({ requests: { cpu: undefined } }),
      'no memory limit': resources({ limits: { memory: undefined } }),
      'an init container without': shop({ pod: { initContainers: [container({ name: 'init', resources: undefined })] } }),
    },
    keeps: {
      'a request that follows from the limit': resources({ requests: { cpu: undefined }, limits: { cpu: '200m' } }),
      'an ephemeral container, which may have none': shop({
        pod: { ephemeralContainers: [container({ name: 'debug', resources: undefined })] },
      }),
    },
  },
  K18: {
    breaks: { 'no limit of local disk': resources({ limits: { 'ephemeral-storage': undefined } }) },
    keeps: { 'a request that follows from the limit': resources({ requests: { 'ephemeral-storage': undefined } }) },
  },
  K31: {
    breaks: {
      'a variable twice': shop({
        container: {
          env: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      }),
      'a port name twice': shop({
        container: {
          ports: [
            { name: 'http', containerPort: 8080 },
            { name: 'http', containerPort: 8081 },
          ],
        },
      }),
      'a volume twice': shop({
        pod: {
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'tmp', emptyDir: {} },
          ],
        },
      }),
    },
    keeps: {
      'a port in two protocols': shop({
        container: {
          ports: [
            { name: 'http', containerPort: 8080 },
            { name: 'dns', containerPort: 8080, protocol: 'UDP' },
          ],
        },
      }),
    },
  },
  K32: {
    breaks: {
      'a workload without version': shop({ deployment: { metadata: { labels: { 'app.kubernetes.io/version': undefined } } } }),
      'pods without component': shop({ template: { metadata: { labels: { 'app.kubernetes.io/component': undefined } } } }),
    },
    keeps: { 'labels of its own besides': shop({ deployment: { metadata: { labels: { 'example.com/colour': 'blue' } } } }) },
  },
};
