import { refuse, scalar } from './scalar';

/** A share as written, and as a fraction of one. */
export interface Share {
  readonly fraction: number;
  readonly text: string;
}

export const percent = (value: number): Share => ({ fraction: value / 100, text: `${value}%` });

/** A share in percent: `70%`. A bare number is refused: 0.7 or 70? */
export function share(description: string, bounds: { min: number; max: number } = { min: 0, max: 100 }) {
  const expected = `a share from ${bounds.min}% to ${bounds.max}%, such as 70%`;
  return scalar({ type: 'string', pattern: '^\\d+(\\.\\d+)?%$', description, examples: ['70%'] }, (value) => {
    if (typeof value === 'number') {
      const meant = value > 0 && value <= 1 ? `${+(value * 100).toFixed(4)}%` : `${value}%`;
      return refuse(expected, `write it with its sign: ${meant}`);
    }
    const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(value) : null;
    const number = Number(match?.[1]);
    if (!match || number < bounds.min || number > bounds.max) return refuse(expected);
    return { fraction: number / 100, text: match[0] };
  });
}
