import { z } from 'zod';
import { cron, duration } from '../scalars';
import { object, text } from './object';
import { isTimeZone } from './time-zone';

const storeKey = (description: string) => text(`Key in the secret store, below <platform>/<environment>/, of ${description}`).optional();

/** How the clusters reach and trust the repository that they are synced from. */
export const git = object(
  {
    credentials: storeKey(
      'what reads the environments repository: username and password, or identity and known_hosts. Default: it is public.',
    ),
    signingKeys: storeKey('the public keys that commits must be signed with. Default: signatures are not checked.'),
    webhook: storeKey('the token that the repository sends with its events. Default: clusters ask in intervals only.'),
    decryption: storeKey('the age key that decrypts SOPS files. Default: nothing is encrypted, since secrets come from the store.'),
  },
  'How clusters reach and trust the environments repository.',
).prefault({});

/** A time in which nothing is synced by itself; people still can. */
export const freeze = object({
  cron: cron('When it starts.'),
  duration: duration('How long it lasts.', { min: '1m', max: '31d' }),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone of the IANA database, such as Etc/UTC')
    .default('Etc/UTC')
    .describe('Time zone of the expression.'),
  because: text('Why, for the person who waits.'),
});
