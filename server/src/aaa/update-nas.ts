import type { Ctx } from '../kernel/ctx.ts';
import { checkNasProof } from './check-nas-proof.ts';
import type { Nas, UpdateNas } from './contract.ts';
import { LEAST_SECRET, nasAddress, VENDORS } from './core/nas.ts';
import {
  NasAddressInvalid,
  NasNotFound,
  NasOfRange,
  NoRangeSecret,
  RangeHasNases,
  SecretTooShort,
  VendorUnknown,
} from './faults.ts';
import { readRadsecIdentity } from './read-radsec-identity.ts';
import { refuseNasClash } from './refuse-nas-clash.ts';
import { nasById, updateNasRow } from './store/nas.ts';
import { membersInUse } from './store/nas-family.ts';

/** What was seen of it says nothing any more: it has another address, or it was set anew what is asked of it. */
const learnsAnew = ({ message_authenticator: asked, address }: UpdateNas, old: Nas): boolean =>
  (asked !== undefined && asked !== old.message_authenticator) ||
  (address !== undefined && nasAddress(address) !== old.address);

/** A secret that is set at once ends the change of the one before. */
const NO_CHANGE = { next_secret_sealed: null, next_secret_made_at: null };

const readAddress = (address: string): string => {
  const read = nasAddress(address);
  if (read === undefined) throw NasAddressInvalid({ address });
  return read;
};

/** Its secret as it is stored from now on; nothing when it stays. */
const secretChange = (ctx: Ctx, secret: UpdateNas['secret'], old: Nas) => {
  if (secret === undefined) return {};
  if (secret === null) {
    if (old.range_id === null) throw NoRangeSecret({ name: old.name });
    return { secret_sealed: null, ...NO_CHANGE };
  }
  if (secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  return { secret_sealed: ctx.secrets.seal(secret), ...NO_CHANGE };
};

/** Throws when NASes could not be told apart any more, or never within one that is told apart itself. */
const checkFamily = async (ctx: Ctx, input: UpdateNas, old: Nas): Promise<void> => {
  const { by_identifier = old.by_identifier, address = old.address } = input;
  if (old.range_id !== null && (by_identifier !== 'off' || nasAddress(address) !== old.address))
    throw NasOfRange({ name: old.name, range: old.range_name ?? '' });
  if (by_identifier !== 'off' || old.by_identifier === 'off') return;
  const count = await membersInUse(ctx.tx, old.id);
  if (count > 0) throw RangeHasNases({ name: old.name, count });
};

/** Throws when the NAS as it is to be could not be told from others or not be believed. */
const checkNas = async (ctx: Ctx, input: UpdateNas, old: Nas): Promise<void> => {
  const { vendor, secret } = input;
  if (vendor !== undefined && !VENDORS.includes(vendor)) throw VendorUnknown({ vendor, known: VENDORS });
  await checkFamily(ctx, input, old);
  checkNasProof({
    message_authenticator: input.message_authenticator ?? old.message_authenticator,
    by_identifier: input.by_identifier ?? old.by_identifier,
    has_own_secret: old.range_id !== null && (secret === undefined ? old.has_own_secret : secret !== null),
  });
};

/** Changes a NAS, its secret too; takes effect on its next packet. What we knew of the certificate it had goes with its RadSec identity. */
export const updateNas = async (ctx: Ctx, input: UpdateNas): Promise<Nas> => {
  const { id, secret, address: written, radsec_identity: identity, ...others } = input;
  const old = await nasById(ctx.tx, id);
  if (!old) throw NasNotFound({ id });
  const address = readAddress(written ?? old.address);
  await checkNas(ctx, input, old);
  const radsec_identity = identity === undefined ? old.radsec_identity : readRadsecIdentity(identity);
  const { range_id, identifier } = old;
  await refuseNasClash(ctx, { id, name: input.name ?? old.name, address, radsec_identity, range_id, identifier });
  await updateNasRow(ctx.tx, id, {
    ...others,
    address,
    radsec_identity,
    ...(radsec_identity === old.radsec_identity ? {} : { radsec_certificate_ends_at: null }),
    ...(learnsAnew(input, old) ? { signs_since: null } : {}),
    ...(input.state === 'active' && old.looked_at === null && old.seen_first_at !== null ? { looked_at: ctx.now } : {}),
    ...secretChange(ctx, secret, old),
  });
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return nas;
};
