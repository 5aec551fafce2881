import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version';
import { Construct } from 'constructs';
import { type Cluster, databaseStoreKey } from '../model';

/** Time in which a deleted secret of a protected environment can be restored: the longest that AWS allows, in days. */
const RECOVERY_DAYS = 30;

export interface DatabaseAddressProps {
  /** Name of the platform. */
  readonly platform: string;
  readonly cluster: Cluster;
  /** Name of the database. */
  readonly database: string;
  readonly host: string;
  readonly port: number;
  /** Host and port in the words of the client library that reads it. */
  readonly address: string;
  readonly keyArn: string;
}

/**
 * How to reach a database, in the secret store of its region: `{ host, port, address }`. Its name follows from the model, so
 * that services ask for it without reading Terraform's state. It holds no password: what it says ends up in the state.
 */
export class DatabaseAddress extends Construct {
  constructor(scope: Construct, id: string, { platform, cluster, database, host, port, address, keyArn }: DatabaseAddressProps) {
    super(scope, id);
    const secret = new SecretsmanagerSecret(this, 'secret', {
      name: databaseStoreKey(platform, cluster.environment, database),
      description: `How to reach the database ${database}`,
      kmsKeyId: keyArn,
      // The name stays taken for so long: an environment that may be taken down could not be made again the next day.
      recoveryWindowInDays: cluster.protect ? RECOVERY_DAYS : 0,
      tags: { database },
    });
    new SecretsmanagerSecretVersion(this, 'version', { secretId: secret.id, secretString: JSON.stringify({ host, port, address }) });
  }
}
