/** Limits of the protocol, as its peers enforce them. */
export const LIMITS = {
  role: /^[a-z0-9-]+$/,
  summary: { min: 10, max: 1_000 },
  requirements: 50,
  nextSteps: 20,
  /** How far a message's time may be from now when it is sent. */
  timestampSkewSeconds: 86_400,
  /** How long peers keep a body. */
  bodySeconds: 86_400,
  /** Ours: a body that is larger is not given to a worker. */
  bodyBytes: 2 ** 20,
  /** Ours: ids become keys, file names and trailers of commits. */
  idLength: 200,
} as const;

/** What an id may hold: no space, no control character, nothing that a path or a commit's trailer would read otherwise. */
export const ID = /^[A-Za-z0-9][A-Za-z0-9._:@~-]*$/;

export const isId = (text: string) => text.length <= LIMITS.idLength && ID.test(text);
