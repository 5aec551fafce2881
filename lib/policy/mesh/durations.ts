import { text } from '../manifests';

const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration as protobuf and Go write it, such as 1.5s or 1m30s; undefined for anything else, and for none. */
export function goMilliseconds(duration: unknown): number | undefined {
  const written = text(duration) ?? '';
  const parts = [...written.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== written) return undefined;
  const sum = parts.reduce((total, [, count, unit = '']) => total + Number(count) * (UNITS[unit] ?? 0), 0);
  return sum > 0 ? sum : undefined;
}
