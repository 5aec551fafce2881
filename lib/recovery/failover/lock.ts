import { API_CALL } from '../../model';
import { type Condition, call, equals, type JsonObject, type State } from './asl';

/** The item of the lock. */
export const LOCK_KEY = 'writer';
/** Partition key of the table. */
export const LOCK_HASH = 'id';

/** What stands in the lock, as paths below where a machine keeps the item. A region is named as AWS names it. */
export const lockAt = (item: string) => {
  const text = (attribute: string) => `${item}.${attribute}.S`;
  return {
    /** The region that writes. */
    writer: text('writer'),
    /** The region that wants to write, while another one does. */
    wanted: text('wanted'),
    /** Set by the writer once it no longer writes. */
    released: text('released'),
    /** The region that was left and has not become a copy since. */
    fenced: text('fenced'),
    /** How far a failover has come. */
    phase: text('phase'),
    /** Changes with each renewal of the lease. */
    renewal: text('renewal'),
    /** How often the lock has changed hands. */
    epoch: `${item}.epoch.N`,
  } as const;
};

/** Where most machines keep what they read. */
export const lock = lockAt('$.lock.Item');

/**
 * How far a failover has come: `claimed` by the other region, `serving` from there, `settled` after the hold-down, or `stopped` where a
 * person is needed. A failback goes from `returning`, once the primary region has the lock, over `returned`, when it serves, to `settled`,
 * when the recovery region follows it again.
 */
export type Phase = 'settled' | 'claimed' | 'serving' | 'returning' | 'returned' | 'stopped';

/** A condition of an update did not hold; another attempt would find the same. */
export const REFUSED = 'DynamoDB.ConditionalCheckFailedException';

export const lockIs = (path: string, value: string): Condition => equals(path, value);

/** Reads the lock, strongly consistent: what any region wrote before is seen. */
export const readLock = (table: string, next: string | undefined, unread: readonly JsonObject[], into = '$.lock'): State =>
  call({
    action: 'dynamodb:getItem',
    with: { TableName: table, Key: { [LOCK_HASH]: { S: LOCK_KEY } }, ConsistentRead: true },
    budget: API_CALL,
    into,
    ...(next === undefined ? {} : { next }),
    catch: unread,
  });

export interface LockUpdate {
  readonly table: string;
  readonly comment: string;
  /** Update and condition in the words of DynamoDB's expressions. */
  readonly update: string;
  readonly only: string;
  readonly values: JsonObject;
  readonly into?: string;
  readonly next?: string;
  /** Where to go when the condition did not hold. */
  readonly refused: string;
  /** Where to go when the lock could not be written. */
  readonly failed: string;
}

/** Changes the lock where a condition holds, else not at all. */
export const updateLock = ({ table, comment, update, only, values, into, next, refused, failed }: LockUpdate): State =>
  call({
    comment,
    action: 'dynamodb:updateItem',
    with: {
      TableName: table,
      Key: { [LOCK_HASH]: { S: LOCK_KEY } },
      UpdateExpression: update,
      ConditionExpression: only,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    },
    budget: API_CALL,
    ...(into === undefined ? {} : { select: { 'Item.$': '$.Attributes' }, into }),
    ...(next === undefined ? {} : { next }),
    final: [REFUSED],
    catch: [
      { ErrorEquals: [REFUSED], Next: refused, ResultPath: '$.error' },
      { ErrorEquals: ['States.ALL'], Next: failed, ResultPath: '$.error' },
    ],
  });
