/** Series by name with labels, and their values in the notation of promtool. */
export type Traffic = Readonly<Record<string, string>>;

/** What happens, and when the alert is silent, fires, and is over. */
export interface AlertCase {
  readonly series: Traffic;
  /** Between two values. Default: 1m. */
  readonly every?: string;
  readonly silentAt?: string;
  readonly firesAt: string;
  /** Undefined for what never ends. */
  readonly overAt?: string;
  /** The service that it is about; undefined for a cluster. */
  readonly service?: string;
  readonly role?: 'primary' | 'recovery';
  /** Further labels of the alert that is meant. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Which of the tested platforms. Default: the one with everything. */
  readonly platform?: string;
  /** What looks like it, and must not fire at the same time. */
  readonly never?: Readonly<Record<string, Traffic>>;
}

/** Cases by the name of the alert. */
export type AlertCases = Readonly<Record<string, readonly AlertCase[]>>;

/** Well for six values, then not for some, then well again. */
export const badFor = (good: number | '_', bad: number | '_', times: number) => `${good}x5 ${bad}x${times} ${good}x60`;
/** There for some values, after six without it. */
export const thereFor = (times: number) => `_x5 1x${times} stale`;
/** A counter that stands still, grows for some values, and stands still again. */
export const growsBy = (step: number, times: number) => `0x10 0+${step}x${times} ${step * times}x60`;
