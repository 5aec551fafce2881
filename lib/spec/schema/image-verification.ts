import { z } from 'zod';
import { object } from './object';

const PUBLIC_KEY = /^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+\n-----END PUBLIC KEY-----\n?$/;

/** Whether the clusters run images of the platform's own registries only when its own pipeline has signed them. */
export const imageVerification = object(
  {
    publicKey: z
      .string()
      .regex(PUBLIC_KEY, 'a public key in PEM, from BEGIN PUBLIC KEY to END PUBLIC KEY')
      .optional()
      .describe('Key that signatures are checked with. Default: none; the certificate has to name the pipeline of the repository.'),
    action: z.enum(['deny', 'audit']).default('deny').describe('What happens to a pod whose image is not signed: refused, or reported.'),
  },
  'Admits only signed images of the platform to the clusters; Kyverno 1.17 or newer checks it. Default: nothing is checked.',
);
