import type { Platform } from '../model';
import type { Finding } from './finding';
import { type PlatformFile, placeOf } from './platform-file';
import { PLATFORM_RULES } from './rules';

/** Runs the rules over the model: what the declared numbers promise to each other. */
export function checkPlatform(platform: Platform, source?: PlatformFile): readonly Finding[] {
  return PLATFORM_RULES.flatMap((rule) =>
    rule.check(platform, source?.images ?? new Map()).map(({ subject, path, message, fix, edits }) => ({
      rule: rule.id,
      severity: rule.severity,
      subject,
      message,
      fix: fix ?? rule.mend,
      ...(edits ? { edits } : {}),
      location: placeOf(path, source),
    })),
  );
}
