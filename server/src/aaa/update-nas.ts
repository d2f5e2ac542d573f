import type { Ctx } from '../kernel/ctx.ts';
import type { Nas, UpdateNas } from './contract.ts';
import { LEAST_SECRET, nasAddress, VENDORS } from './core/nas.ts';
import { NasAddressInvalid, NasNotFound, SecretTooShort, VendorUnknown } from './faults.ts';
import { readRadsecIdentity } from './read-radsec-identity.ts';
import { refuseNasClash } from './refuse-nas-clash.ts';
import { nasById, updateNasRow } from './store/nas.ts';

/** What was seen of it says nothing any more: it has another address, or it was set anew what is asked of it. */
const learnsAnew = ({ message_authenticator: asked, address }: UpdateNas, old: Nas): boolean =>
  (asked !== undefined && asked !== old.message_authenticator) ||
  (address !== undefined && nasAddress(address) !== old.address);

/** A secret that is set at once ends the change of the one before. */
const NO_CHANGE = { next_secret_sealed: null, next_secret_made_at: null };

/** Changes a NAS, its secret too; takes effect on its next packet. What we knew of the certificate it had goes with its RadSec identity. */
export const updateNas = async (ctx: Ctx, input: UpdateNas): Promise<Nas> => {
  const { id, secret, address: written, radsec_identity: identity, ...others } = input;
  const old = await nasById(ctx.tx, id);
  if (!old) throw NasNotFound({ id });
  const address = nasAddress(written ?? old.address);
  if (address === undefined) throw NasAddressInvalid({ address: written ?? '' });
  if (input.vendor !== undefined && !VENDORS.includes(input.vendor))
    throw VendorUnknown({ vendor: input.vendor, known: VENDORS });
  if (secret !== undefined && secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  const radsec_identity = identity === undefined ? old.radsec_identity : readRadsecIdentity(identity);
  await refuseNasClash(ctx, { id, name: input.name ?? old.name, address, radsec_identity });
  await updateNasRow(ctx.tx, id, {
    ...others,
    address,
    radsec_identity,
    ...(radsec_identity === old.radsec_identity ? {} : { radsec_certificate_ends_at: null }),
    ...(learnsAnew(input, old) ? { signs_since: null } : {}),
    ...(secret === undefined ? {} : { secret_sealed: ctx.secrets.seal(secret), ...NO_CHANGE }),
  });
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return nas;
};
