import { instantFromEpochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Learned } from './core/binding.ts';
import { claimOf } from './core/claim.ts';
import { uuidAt } from './core/class.ts';
import { idOfOctets } from './core/line.ts';
import type { Owner } from './core/record.ts';
import { macDigits } from './core/station.ts';
import { vlanText } from './core/vlan.ts';
import { storePins } from './store/binding.ts';
import { storeFirstUse } from './store/voucher-users.ts';

/** What a log-in was the first to come with. */
export interface FirstLogIn {
  readonly owner: Owner;
  readonly kind: 'password' | 'mac' | 'line';
  /** The octets it was found by. */
  readonly name: Buffer;
  readonly learned: Learned;
  readonly is_voucher: boolean;
}

const pinVoucher = (ctx: Ctx, { owner, learned: { station, begun_ms } }: FirstLogIn): Promise<void> => {
  const mac = station === undefined ? null : macDigits(station);
  const begun_at = begun_ms === undefined ? null : instantFromEpochMs(begun_ms);
  return storeFirstUse(ctx.tx, { ...owner, mac, begun_at }, ctx.now);
};

/** Binds a log-in to what it was the first to come with, as far as it is still to be learned; has the time of a voucher run. */
export const pinBinding = (ctx: Ctx, one: FirstLogIn): Promise<void> => {
  if (one.is_voucher) return pinVoucher(ctx, one);
  const { owner, kind, name, learned } = one;
  const { station, vlan, port, port_nas } = learned;
  return storePins(ctx.tx, {
    ...owner,
    claim: claimOf(kind, name),
    mac: station === undefined ? null : macDigits(station),
    vlan: vlan === undefined ? null : vlanText(vlan),
    port: port === undefined ? null : idOfOctets(port),
    port_nas_id: port_nas === undefined ? null : uuidAt(port_nas, 0),
  });
};
