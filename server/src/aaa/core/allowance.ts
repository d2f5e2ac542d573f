import type { Instant } from '@isp/values';

/** What is left of a subscription's use until what it deserves may change; null is without end. */
export interface Allowance {
  readonly changes_at: Instant | null;
  /** Octets of both directions. */
  readonly octets_left: number | null;
  /** Access ends after so many octets, or seconds connected, more. */
  readonly ends_after_octets: number | null;
  readonly ends_after_s: number | null;
  /** One session ends after so many octets. */
  readonly session_octets: number | null;
  /** Each session that begins or ends moves `changes_at`. */
  readonly counts_time: boolean;
}

/** What the directory takes of an allowance. */
export interface AllowanceRow extends Omit<Allowance, 'changes_at' | 'counts_time'> {
  /** Null when the subscription has none. */
  readonly counts_time: boolean | null;
}
