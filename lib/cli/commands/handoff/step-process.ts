// One step of a release in a process of its own: rendering takes the processor for seconds, and a worker must go on beating.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { containsRelease, DeliveryRefused, publishRelease, rollBack } from '../../../delivery';
import { loadPlatform } from '../../../entry-point';
import type { PublishStep } from '../../../handoff';
import { publishTree } from '../../../output';
import { BrokenPromises, formatFinding } from '../../../policy';
import { SpecError } from '../../../spec';
import { targetOf } from '../environment-target';
import { environmentRelease } from '../release';

/** What the process is asked. */
export type StepAsked =
  | { readonly kind: 'publish'; readonly step: PublishStep; readonly repository?: string }
  | { readonly kind: 'roll back'; readonly step: Omit<PublishStep, 'digests'>; readonly repository?: string }
  | {
      readonly kind: 'includes';
      readonly environment: string;
      readonly commit: string;
      readonly synced: string;
      readonly repository?: string;
    };

/** What it answers. */
export type StepAnswer = { readonly done: Readonly<Record<string, unknown>> } | { readonly refused: string } | { readonly failed: string };

async function answer(asked: StepAsked): Promise<Readonly<Record<string, unknown>>> {
  const loaded = await loadPlatform();
  const environment = asked.kind === 'includes' ? asked.environment : asked.step.environment;
  const { place: _, ...target } = targetOf(loaded, { environment, repository: asked.repository });
  if (asked.kind === 'includes') return { includes: await containsRelease(target, asked.commit, asked.synced) };
  const { requestedBy, region } = asked.step;
  if (asked.kind === 'roll back') {
    const { outcome, commit, target: to } = await rollBack({ ...target, requestedBy, push: true });
    return { outcome, commit, to: to.commit };
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holdfast-digests-'));
  try {
    const digests = path.join(folder, 'digests.json');
    writeFileSync(digests, JSON.stringify(asked.step.digests));
    const { outcome, commit } = await publishRelease({
      ...target,
      files: environmentRelease(loaded, { environment, region, digests }),
      write: publishTree,
      sourceRepository: loaded.platform.spec.repository,
      requestedBy,
    });
    return { outcome, commit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a rule, a file or the server refuses stays refused; everything else may go better the next time. */
function failure(error: unknown): StepAnswer {
  if (error instanceof BrokenPromises) return { refused: [error.message, ...error.findings.map(formatFinding)].join('\n') };
  if (error instanceof DeliveryRefused || error instanceof SpecError) return { refused: error.message };
  return { failed: error instanceof Error ? error.message : String(error) };
}

process.once('message', (asked: StepAsked) => {
  void answer(asked)
    .then((done): StepAnswer => ({ done }), failure)
    // A worker that is gone does not hear it; what was pushed is found by the next one.
    .then((told) => (process.connected ? process.send?.(told, undefined, undefined, () => process.disconnect()) : undefined));
});
