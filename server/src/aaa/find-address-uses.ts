import { auditRead } from '../kernel/audit-read.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { AddressUse, FindAddressUses } from './contract.ts';
import { parseRange } from './core/address.ts';
import { surenessOf } from './core/address-use.ts';
import { PrefixTooShort } from './faults.ts';
import { listUses } from './store/find-uses.ts';

const SHORTEST = { 4: 24, 16: 40 } as const;

const refuseTooMany = (address: string): void => {
  const range = parseRange(address);
  const shortest = SHORTEST[range?.octets.length === 4 ? 4 : 16];
  if (range !== undefined && range.prefix < shortest) throw PrefixTooShort({ address, shortest });
};

/** Who has or had an address, or what addresses somebody has or had, the latest first. Who asked about what is in the audit, by the same commit. */
export const findAddressUses = async (ctx: Ctx, input: FindAddressUses): Promise<Page<AddressUse>> => {
  if (input.address) refuseTooMany(input.address);
  await auditRead(ctx.tx, 'aaa.address_use', input);
  const page = await listUses(ctx.tx, input);
  return { ...page, items: page.items.map((use) => ({ ...use, sure: surenessOf(use.ended_by) })) };
};
