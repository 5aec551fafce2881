import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files named `*_override.tf.json` replace what others say (Terraform, override files); a backend as a whole. */
const OVERRIDE = 'backend_override.tf.json';
const LOCAL_BACKEND = `${JSON.stringify({ terraform: { backend: { local: {} } } })}\n`;
const LOCAL_STATE = 'terraform.tfstate';
/** Where Terraform remembers the backend of its last init. */
const BACKEND_OF_LAST_INIT = '.terraform/terraform.tfstate';

/** How Terraform's S3 backend says that there is no bucket. */
export const isBucketMissing = (output: string): boolean => output.includes('NoSuchBucket');

/** How Terraform says that a stack reads another one that has never been applied. */
export const isStateMissing = (output: string): boolean => isBucketMissing(output) || output.includes('Unable to find remote state');

/**
 * The state of the stack that makes the bucket for states: a file in its folder until there is a bucket. The file stays until
 * its state has arrived there, so that a run that was cut off is taken up again.
 */
export class FirstState {
  constructor(private readonly folder: string) {}

  /** Whether an earlier run got to a state in a file, and no further. */
  get isUnderWay(): boolean {
    return existsSync(this.path(LOCAL_STATE));
  }

  keepInFile(): void {
    writeFileSync(this.path(OVERRIDE), LOCAL_BACKEND);
  }

  /** From now on the bucket counts; the file is still there, for `terraform init -migrate-state`. */
  keepInBucket(): void {
    rmSync(this.path(OVERRIDE), { force: true });
  }

  /** After the state has arrived in the bucket. */
  removeFile(): void {
    for (const file of [LOCAL_STATE, `${LOCAL_STATE}.backup`]) rmSync(this.path(file), { force: true });
  }

  /** Leaves no trace where nothing has been made, not even of a run that was killed before it made something. */
  forget(): void {
    if (this.isUnderWay) return;
    this.keepInBucket();
    rmSync(this.path(BACKEND_OF_LAST_INIT), { force: true });
  }

  private path(file: string): string {
    return path.join(this.folder, file);
  }
}
