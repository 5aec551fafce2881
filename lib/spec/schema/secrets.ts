import { z } from 'zod';
import { duration, name, seconds } from '../scalars';
import { object, text } from './object';

/** A value that a service reads from the secret store. */
export const secret = object({
  key: z
    .string()
    .regex(
      /^[A-Za-z0-9_.@-]+(\/[A-Za-z0-9_.@-]+)*$/,
      'a key of letters, digits and _ . @ - in parts separated by /, such as cart/payment-provider',
    )
    .max(200)
    .optional()
    .describe('Key in the secret store, below <platform>/<environment>/, such as cart/payment-provider.'),
  database: z.string().optional().describe('Instead of a key: a managed database, for how to reach it.'),
  property: text('Property of that secret. Default: the whole value; of a database: its address.').optional(),
});

/** Where secrets come from, and how they get into the clusters. */
export const secretStore = object(
  {
    provider: z
      .enum(['awsSecretsManager', 'vault'])
      .default('awsSecretsManager')
      .describe('AWS Secrets Manager of the region, read with EKS Pod Identity; or HashiCorp Vault with its Kubernetes auth.'),
    kind: z
      .enum(['SecretStore', 'ClusterSecretStore'])
      .default('SecretStore')
      .describe('A store for the namespace of the platform, or one for the cluster that admits this namespace only.'),
    refresh: duration('Time after which a changed secret reaches the cluster.', { min: '1m', max: '7d' }).default(seconds(3600)),
    rotation: duration('The shortest time between two rotations of a secret; refresh must be shorter.', { min: '1h' }).optional(),
    vault: object({
      server: z
        .string()
        .regex(/^https:\/\/\S+$/, 'an address that starts with https://')
        .describe('Address of Vault.'),
      path: name('Mount path of the KV version 2 engine.').default('secret'),
      mountPath: text('Mount path of the Kubernetes auth of each cluster; {cluster} stands for its name.').default('kubernetes-{cluster}'),
      role: text('Role of Vault that the platform logs in with. Default: <platform>-<environment>.').optional(),
    })
      .optional()
      .describe('Where Vault is; required with provider vault.'),
  },
  'Where secrets come from. The External Secrets Operator copies them; nothing else holds them.',
).prefault({});
