import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import { Construct } from 'constructs';
import type { FailoverPlan } from '../model';

export interface WriterLockProps {
  readonly plan: FailoverPlan;
  /** Partition key of the table, and its value in the item of the lock. */
  readonly key: { readonly name: string; readonly value: string };
}

/**
 * The lock that says which region writes. Where the regions allow it, a write counts when two of three regions have it (multi-Region
 * strong consistency): any one of them may be lost, and no two can hold the lock. It is made in the region that takes over.
 */
export class WriterLock extends Construct {
  constructor(scope: Construct, id: string, { plan, key }: WriterLockProps) {
    super(scope, id);
    const { lockTable, witness, primary } = plan;
    const table = new DynamodbTable(this, 'table', {
      name: lockTable,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: key.name,
      attribute: [{ name: key.name, type: 'S' }],
      deletionProtectionEnabled: primary.protect,
      pointInTimeRecovery: { enabled: true },
      streamEnabled: true,
      streamViewType: 'NEW_AND_OLD_IMAGES',
      replica: [
        {
          regionName: primary.region,
          pointInTimeRecovery: true,
          deletionProtectionEnabled: primary.protect,
          ...(witness === undefined ? {} : { consistencyMode: 'STRONG' }),
        },
      ],
      ...(witness === undefined ? {} : { globalTableWitness: { regionName: witness } }),
      lifecycle: { preventDestroy: primary.protect },
    });
    new DynamodbTableItem(this, 'writer', {
      tableName: table.name,
      hashKey: key.name,
      item: JSON.stringify({
        [key.name]: { S: key.value },
        writer: { S: primary.region },
        epoch: { N: '0' },
        phase: { S: 'settled' },
        renewal: { S: 'none' },
      }),
      // From the first day on it belongs to the guards and the failover.
      lifecycle: { ignoreChanges: ['item'] },
    });
  }
}
