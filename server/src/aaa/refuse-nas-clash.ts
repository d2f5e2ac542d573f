import type { Ctx } from '../kernel/ctx.ts';
import { NasAddressTaken, NasIdentifierTaken, NasNameTaken, RadsecIdentityTaken } from './faults.ts';
import { nasClash, type WantedNas } from './store/nas.ts';

/** Throws when another NAS has the name, the address, the NAS-Identifier in its range or the RadSec identity that this one is to have. */
export const refuseNasClash = async (ctx: Ctx, wanted: WantedNas): Promise<void> => {
  const clash = await nasClash(ctx.tx, wanted);
  if (clash === 'name') throw NasNameTaken(wanted);
  if (clash === 'address') throw NasAddressTaken(wanted);
  if (clash === 'identifier') throw NasIdentifierTaken({ identifier: wanted.identifier ?? '' });
  if (clash === 'radsec_identity') throw RadsecIdentityTaken({ radsec_identity: wanted.radsec_identity ?? '' });
};
