import type { Ctx } from '../kernel/ctx.ts';
import type { Learned } from './core/binding.ts';
import { claimOf } from './core/claim.ts';
import { uuidAt } from './core/class.ts';
import { idOfOctets } from './core/line.ts';
import type { Owner } from './core/record.ts';
import { macDigits } from './core/station.ts';
import { vlanText } from './core/vlan.ts';
import { storePins } from './store/binding.ts';

/** What a log-in was the first to come with. */
export interface FirstLogIn {
  readonly owner: Owner;
  readonly kind: 'password' | 'mac' | 'line';
  /** The octets it was found by. */
  readonly name: Buffer;
  readonly learned: Learned;
}

/** Binds a log-in to what it was the first to come with, as far as it is still to be learned. */
export const pinBinding = (ctx: Ctx, { owner, kind, name, learned }: FirstLogIn): Promise<void> => {
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
