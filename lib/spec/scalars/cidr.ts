import ipaddr from 'ipaddr.js';
import { refuse, scalar } from './scalar';

/** An IPv4 block in CIDR notation: the written form, and its numbers. */
export interface Cidr {
  readonly text: string;
  /** First address, as an unsigned 32-bit number. */
  readonly base: number;
  readonly prefix: number;
}

/** Reads a CIDR block; undefined when it is none, or when address bits stand right of the prefix. */
export function parseCidr(text: string): Cidr | undefined {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const base = toNumber(address.octets);
  // Also refuses 010.0.0.0, which some readers take for 8.0.0.0 and others for 10.0.0.0.
  return base % 2 ** (32 - prefix) === 0 && cidrAt(base, prefix).text === text ? { text, base, prefix } : undefined;
}

/** The block of `prefix` length that starts at `base`. */
export function cidrAt(base: number, prefix: number): Cidr {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return { text: `${octets.join('.')}/${prefix}`, base, prefix };
}

/** True when the two blocks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + size(b) && b.base < a.base + size(a);
}

/** How many addresses the block holds. */
export const size = (block: Cidr) => 2 ** (32 - block.prefix);

const toNumber = (octets: readonly number[]) => octets.reduce((sum, octet) => sum * 256 + octet, 0);

/** An IPv4 CIDR block whose prefix lies between the bounds. */
export function cidr(description: string, bounds: { min: number; max: number } = { min: 0, max: 32 }) {
  const expected = `an IPv4 CIDR block from /${bounds.min} to /${bounds.max}, such as 10.0.0.0/16`;
  return scalar({ type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$', description, examples: ['10.0.0.0/16'] }, (value) => {
    if (typeof value !== 'string') return refuse(expected);
    const parsed = parseCidr(value);
    if (!parsed) return refuse(expected, fixFor(value, bounds));
    if (parsed.prefix < bounds.min || parsed.prefix > bounds.max) return refuse(expected);
    return parsed;
  });
}

function fixFor(text: string, bounds: { min: number; max: number }): string | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    const whole = [16, 24, bounds.max].filter((prefix) => prefix <= bounds.max).map((prefix) => `${text}/${prefix}`);
    const fitting = whole.find((block) => parseCidr(block));
    return fitting && `add the prefix length: ${fitting}`;
  }
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return undefined;
  if (/(^|\.)0\d/.test(text)) return 'write the numbers without leading zeros';
  const [address, prefix] = ipaddr.IPv4.parseCIDR(text);
  const base = toNumber(address.octets);
  return `the block of that address is ${cidrAt(base - (base % 2 ** (32 - prefix)), prefix).text}`;
}
