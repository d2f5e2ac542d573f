import type { Id, Instant } from '@isp/values';

/** What a subscription deserves: everything, a walled garden, or nothing. */
export type Mode = 'allow' | 'walled' | 'deny';

/** The part of an access that a session's speed and walls come from. */
export interface Grant {
  readonly mode: Mode;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
}

/** What access a subscription deserves, whole. */
export interface Access extends Grant {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly reason: string;
  /** What is fixed; IPv6 prefixes as CIDR. */
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
  /** The pools that what is not fixed comes from; null leaves it to the NAS. */
  readonly ipv4_pool: string | null;
  readonly ipv6_prefix_pool: string | null;
  readonly ipv6_delegated_pool: string | null;
  readonly session_timeout_s: number | null;
  /** The entitlement's end; no session outlives it. */
  readonly ends_at: Instant | null;
  readonly simultaneous: number;
}

/** What a NAS was told last about a session: null when nobody knows, `gone` once it acknowledged a Disconnect. */
export interface Told {
  readonly told_mode: 'allow' | 'walled' | 'gone' | null;
  readonly told_rate_down_kbps: number | null;
  readonly told_rate_up_kbps: number | null;
}

/** What a NAS was told when its session began: its address too, which no CoA changes. */
export interface ToldAtFirst extends Told {
  readonly told_framed_ip: string | null;
}

/** Nobody knows what the NAS was told. */
export const UNTOLD: ToldAtFirst = {
  told_mode: null,
  told_rate_down_kbps: null,
  told_rate_up_kbps: null,
  told_framed_ip: null,
};

/** What a session is told by a grant that lets it on. */
export const toldBy = (grant: Grant): Told => ({
  told_mode: grant.mode === 'deny' ? 'gone' : grant.mode,
  told_rate_down_kbps: grant.rate_down_kbps,
  told_rate_up_kbps: grant.rate_up_kbps,
});
