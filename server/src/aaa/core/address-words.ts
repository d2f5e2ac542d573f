import type { PoolKind } from './pool.ts';

/** What a user has, and which pools its access names. */
interface Addresses {
  readonly framed_ip: string | null;
  readonly framed_ipv6_prefix: string | null;
  readonly delegated_ipv6_prefix: string | null;
  readonly ipv4_pool: string | null;
  readonly ipv6_prefix_pool: string | null;
  readonly ipv6_delegated_pool: string | null;
}

interface Pool {
  readonly code: string;
  readonly kind: PoolKind;
  readonly nas_pool: string | null;
}

const sourceOf = (address: string | null, pool: Pool | undefined): string => {
  if (pool === undefined) return address === null ? 'the NAS chooses' : `${address}, fixed`;
  if (pool.nas_pool !== null) return `of the NAS’s pool ${pool.nas_pool} (${pool.code})`;
  return address === null ? `one of pool ${pool.code}, at the log-in` : `${address}, of pool ${pool.code}`;
};

/** What addresses a user would get, and from where, in words. */
export const addressWords = (user: Addresses, pools: readonly Pool[]): string => {
  const named = (code: string | null) => pools.find((pool) => pool.code === code);
  return [
    `IPv4: ${sourceOf(user.framed_ip, named(user.ipv4_pool))}`,
    `IPv6 prefix: ${sourceOf(user.framed_ipv6_prefix, named(user.ipv6_prefix_pool))}`,
    `delegated prefix: ${sourceOf(user.delegated_ipv6_prefix, named(user.ipv6_delegated_pool))}`,
  ].join('; ');
};
