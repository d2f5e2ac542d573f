import type { Ctx } from '../kernel/ctx.ts';
import { isNetwork, parseRange } from './core/address.ts';
import { PrefixInvalid } from './faults.ts';

const isPrefix = (text: string): boolean => {
  const range = parseRange(text);
  return range?.octets.length === 16 && isNetwork(range);
};

/** Refuses what is no IPv6 prefix: bits beyond its length have to be zero (RFC 3162 2.3). */
export const checkPrefixes = async (
  _: Ctx,
  fixed: { readonly framed_ipv6_prefix: string | null; readonly delegated_ipv6_prefix: string | null },
): Promise<void> => {
  for (const prefix of [fixed.framed_ipv6_prefix, fixed.delegated_ipv6_prefix])
    if (prefix !== null && !isPrefix(prefix)) throw PrefixInvalid({ prefix });
};
