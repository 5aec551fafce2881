import { Fn } from 'cdktf';
import type { ManagedDatabase } from '../../model';

/** Administrator of a database server. Services have users of their own, with less. */
const MASTER = { postgres: 'holdfast_admin', mongodb: 'holdfastadmin' } as const;

export const masterUser = ({ spec: { engine } }: ManagedDatabase) => (engine === 'mongodb' ? MASTER.mongodb : MASTER.postgres);

/** Exactly one of the two. */
export interface MasterPassword {
  /** Arguments by which AWS keeps it. */
  readonly kept?: { readonly manageMasterUserPassword: true; readonly masterUserSecretKmsKeyId: string };
  /** An expression for one that nobody knows. */
  readonly unknown?: string;
}

/** Raise it to have a server get another unknown password. */
export const PASSWORD_VERSION = 1;

/**
 * How the administrator logs in. AWS makes the password and keeps it in Secrets Manager, but not for a server that another region
 * follows (RDS, Aurora and DocumentDB documentation, limitations of the integration with Secrets Manager). There it is random, sent
 * once through a write-only argument, and known to nobody: neither plan nor state has it, and whoever needs to log in sets a new one.
 */
export const masterPassword = ({ role }: ManagedDatabase, keyArn: string): MasterPassword =>
  role === 'alone' ? { kept: { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn } } : { unknown: Fn.uuid() };
