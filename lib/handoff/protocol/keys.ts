/** A role of a project; without a project, the roles that all projects of a Redis share. */
export interface QueueName {
  readonly role: string;
  readonly project?: string;
}

/** The queue of a role, as peers name it. */
export const queueKey = ({ role, project }: QueueName) =>
  project === undefined ? `handoff:queue:${role}` : `handoff:project:${project}:queue:${role}`;

const BODY_PREFIX = 'handoff:';

/** Where peers keep what a handoff says. */
export const bodyKey = (id: string) => `${BODY_PREFIX}${id}`;

/** What we keep of a queue; beside the names of peers, so that none of them can meet one of ours. */
export function ownKeys(queue: string) {
  const key = (what: string) => `holdfast:${queue}:${what}`;
  return {
    /** Hash: what was taken, by id, and how far it is. */
    item: (id: string) => key(`item:${id}`),
    itemPrefix: key('item:'),
    /** String with expiry: the outcome of what is done. */
    donePrefix: key('done:'),
    /** Sorted set: taken ids by the end of their lease, in milliseconds of the server's clock. */
    leases: key('leases'),
    /** Sorted set: ids that wait for their next attempt, by when. */
    delayed: key('delayed'),
    /** Sorted set: ids that are ready again, by the score that they came with. */
    ready: key('ready'),
    /** Sorted set: ids that no further attempt would help, by when they were put aside. */
    dead: key('dead'),
    /** Counter: fencing tokens. */
    tokens: key('tokens'),
    /** Hash: counters of what happened, over all workers. */
    counts: key('counts'),
    /** Hash: who has the turn in an exclusive group. */
    turns: key('turns'),
    /** Sorted sets, one a group: who waits for a turn. */
    waitersPrefix: key('waiters:'),
  };
}
export type OwnKeys = ReturnType<typeof ownKeys>;
