import { secretValues } from '../secret-value';

/** Shorter keys can be guessed from one signed message; RFC 2104 asks for as many bytes as the hash has. */
const LEAST_BYTES = 32;

/** Keys that sign and check messages: the first signs, each checks, so that a key can be replaced without a gap. */
export function signingKeys(env: NodeJS.ProcessEnv): readonly string[] {
  const keys = secretValues('HANDOFF_HMAC_KEY', env);
  const short = keys.findIndex((key) => Buffer.byteLength(key) < LEAST_BYTES);
  if (short >= 0)
    throw new Error(`HANDOFF_HMAC_KEY: key ${short + 1} is shorter than ${LEAST_BYTES} bytes; make one with: openssl rand -hex 32`);
  return keys;
}
