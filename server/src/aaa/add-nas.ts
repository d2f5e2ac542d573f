import { randomBytes } from 'node:crypto';
import { vendorOf } from '@isp/radius';
import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { checkNasProof } from './check-nas-proof.ts';
import type { CreateNas, Nas } from './contract.ts';
import { LEAST_SECRET, nasAddress, VENDORS } from './core/nas.ts';
import { memberId } from './core/session-id.ts';
import {
  NasAddressInvalid,
  NasNotFound,
  NasOfRange,
  NasPlaceNeeded,
  RangeNotTold,
  SecretTooShort,
  VendorUnknown,
} from './faults.ts';
import { readRadsecIdentity } from './read-radsec-identity.ts';
import { refuseNasClash } from './refuse-nas-clash.ts';
import { insertNas, nasById } from './store/nas.ts';

/** A NAS as a caller inside gives it: without tags it has none. */
type AddedNas = Omit<CreateNas, 'tags'> & { readonly tags?: string[] };

interface Place {
  readonly id: Id;
  readonly address: string;
  readonly range: Nas | undefined;
}

/** Where it is: at its address, or in a range, where its id follows from what it calls itself. */
const placeOf = async (ctx: Ctx, { name, address, range_id, identifier, by_identifier }: AddedNas): Promise<Place> => {
  if ((address === undefined) === (range_id === undefined) || (range_id === undefined) !== (identifier === undefined))
    throw NasPlaceNeeded();
  if (range_id === undefined || identifier === undefined) {
    const read = nasAddress(address ?? '');
    if (read === undefined) throw NasAddressInvalid({ address: address ?? '' });
    return { id: ctx.newId(), address: read, range: undefined };
  }
  const range = await nasById(ctx.tx, range_id);
  if (!range) throw NasNotFound({ id: range_id });
  if (range.by_identifier === 'off') throw RangeNotTold({ range: range.name });
  if (by_identifier !== undefined && by_identifier !== 'off') throw NasOfRange({ name, range: range.name });
  return { id: memberId(range_id, Buffer.from(identifier)), address: range.address, range };
};

/** The secret it is to have: given, made, or, in a range, `undefined` for the range's. */
const secretOf = (given: string | undefined, isInRange: boolean) => {
  const generated_secret = given === undefined && !isInRange ? randomBytes(24).toString('base64url') : null;
  const secret = given ?? generated_secret ?? undefined;
  if (secret !== undefined && secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  return { secret, generated_secret };
};

/** Adds a NAS. Without a secret one of 32 characters is made, given back this once as `generated_secret`; in a range it has the range's. Its packets are answered from its next one on. */
export const addNas = async (ctx: Ctx, input: AddedNas): Promise<Nas & { generated_secret: string | null }> => {
  const { id, address, range } = await placeOf(ctx, input);
  const vendor = input.vendor ?? range?.vendor ?? 'generic';
  if (!VENDORS.includes(vendor)) throw VendorUnknown({ vendor, known: VENDORS });
  const { secret, generated_secret } = secretOf(input.secret, range !== undefined);
  const radsec_identity = readRadsecIdentity(input.radsec_identity ?? null);
  const { name, message_authenticator, by_identifier = 'off', new_at_most } = input;
  checkNasProof({ message_authenticator, by_identifier, has_own_secret: range !== undefined && secret !== undefined });
  const place = { range_id: range?.id ?? null, identifier: input.identifier ?? null };
  await refuseNasClash(ctx, { id: ctx.newId(), name, address, radsec_identity, ...place });
  await insertNas(ctx.tx, {
    ...{ id, name, address, ...place, vendor, by_identifier, new_at_most, message_authenticator, radsec_identity },
    tags: input.tags ?? [],
    mac_auth: input.mac_auth ?? range?.mac_auth,
    identify_by: input.identify_by ?? range?.identify_by,
    device_log_in: input.device_log_in ?? range?.device_log_in,
    coa_port: input.coa_port ?? vendorOf(vendor).coa_port,
    secret_sealed: secret === undefined ? null : ctx.secrets.seal(secret),
    created_at: ctx.now,
  });
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return { ...nas, generated_secret };
};
