import type { ListPools } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';

type Kind = Row<typeof ListPools>['kind'];

/** What a pool gives out, in words. */
export const POOL_KINDS: Readonly<Record<Kind, string>> = {
  ipv4: 'IPv4 addresses',
  'ipv6-prefix': 'IPv6 prefixes of the link',
  'ipv6-delegated': 'Delegated IPv6 prefixes',
};

/** The kinds of pools, to choose one. */
export const KIND_CHOICES = Object.entries(POOL_KINDS).map(([value, label]) => ({ value: value as Kind, label }));

/** What becomes of a log-in that finds a pool full, to choose. */
export const WHEN_FULL = [
  { value: 'reject', label: 'is rejected' },
  { value: 'nas-chooses', label: 'gets one of the NAS’s' },
] as const;

const WHOLE = 100;

/** The share of a pool that somebody has, in percent; a pool without addresses is used up. */
export const usedPercent = ({ size, assigned }: { readonly size: number; readonly assigned: number }): number =>
  size === 0 ? WHOLE : Math.min(WHOLE, (assigned / size) * WHOLE);

/** From this share on a pool wants more ranges. */
export const ALMOST_FULL = 90;
