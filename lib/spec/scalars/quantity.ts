import { refuse, scalar } from './scalar';

/** An amount of CPU as Kubernetes writes it, and in thousandths of a core. */
export interface CpuQuantity {
  readonly millicores: number;
  readonly text: string;
}

/** An amount of memory or storage as Kubernetes writes it, and in bytes. */
export interface ByteQuantity {
  readonly bytes: number;
  readonly text: string;
}

const BINARY = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;
const DECIMAL = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 } as const;
const BYTE_UNITS = new Map<string, number>(Object.entries({ ...BINARY, ...DECIMAL }));

/** More cores than one container on the largest node that this model knows could have; beyond it a unit is missing. */
const MOST_CORES = 64;
/** Less memory than any process starts in; below it a unit is missing. */
const LEAST_BYTES = 2 ** 20;
/** More than any volume of a cloud holds. */
const MOST_BYTES = 2 ** 50;

export function millicores(value: number): CpuQuantity {
  return { millicores: value, text: value % 1000 === 0 ? String(value / 1000) : `${value}m` };
}

/** Bytes in the largest binary unit that shows them exactly. */
export function bytes(value: number): ByteQuantity {
  for (const unit of ['Ti', 'Gi', 'Mi', 'Ki'] as const) {
    if (value % BINARY[unit] === 0) return { bytes: value, text: `${value / BINARY[unit]}${unit}` };
  }
  return { bytes: value, text: String(value) };
}

/** CPU: `100m` is a tenth of a core, `2` is two cores. Above 64 cores the unit was forgotten, and the error says so. */
export function cpu(description: string) {
  const expected = `CPU in cores or millicores, such as 0.5 or 500m, up to ${MOST_CORES} cores`;
  return scalar({ type: ['string', 'number'], pattern: '^\\d+(\\.\\d+)?m?$', description, examples: ['100m', '2'] }, (value) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') return refuse(expected);
    const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(text);
    if (!match) return refuse(expected, /^\d+M$/.test(text) ? `the unit is a small m: ${text.toLowerCase()}` : undefined);
    const amount = Math.round(Number(match[1]) * (match[2] ? 1 : 1000));
    if (amount <= 0) return refuse(expected);
    if (amount > MOST_CORES * 1000) {
      return refuse(expected, match[2] ? undefined : `${text} means ${text} cores; did you mean ${text}m?`);
    }
    return { millicores: amount, text };
  });
}

/** Memory or storage: `128Mi`, `2Gi`. Below one mebibyte the unit was forgotten (`128`) or is wrong (`128m` is 0.128 bytes). */
export function byteSize(description: string) {
  const expected = 'an amount of memory with its unit, such as 128Mi or 2Gi';
  const pattern = '^\\d+(\\.\\d+)?(Ki|Mi|Gi|Ti|k|M|G|T)$';
  return scalar({ type: 'string', pattern, description, examples: ['128Mi', '2Gi'] }, (value) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string') return refuse(expected);
    const match = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text);
    if (!match) return refuse(expected, /^\d+(\.\d+)?\s+[KMGT]i$/.test(text) ? `did you mean ${text.replace(/\s+/, '')}?` : undefined);
    const [, count, unit = ''] = match;
    const factor = unit === '' ? 1 : BYTE_UNITS.get(unit);
    if (factor === undefined) return refuse(expected, byteUnitFix(String(count), unit));
    const amount = Math.round(Number(count) * factor);
    if (amount > MOST_BYTES) return refuse(expected);
    if (amount < LEAST_BYTES) {
      return refuse(expected, unit === '' ? `${text} means ${text} bytes; did you mean ${text}Mi?` : undefined);
    }
    return { bytes: amount, text };
  });
}

function byteUnitFix(count: string, unit: string): string | undefined {
  if (unit === 'm') return `${count}m means thousandths of a byte; did you mean ${count}Mi?`;
  const letter = /^([kmgt])i?b?$/i.exec(unit)?.[1];
  const suggestion = letter && `${letter.toUpperCase()}i`;
  return suggestion ? `did you mean ${count}${suggestion}?` : undefined;
}
