import { randomBytes } from 'node:crypto';
import { vendorOf } from '@isp/radius';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreateNas, Nas } from './contract.ts';
import { LEAST_SECRET, nasAddress, VENDORS } from './core/nas.ts';
import { NasAddressInvalid, NasNotFound, SecretTooShort, VendorUnknown } from './faults.ts';
import { readRadsecIdentity } from './read-radsec-identity.ts';
import { refuseNasClash } from './refuse-nas-clash.ts';
import { insertNas, nasById } from './store/nas.ts';

/** A NAS as a caller inside gives it: without tags it has none. */
type AddedNas = Omit<CreateNas, 'tags'> & { readonly tags?: string[] };

/** Adds a NAS. Without a secret one of 32 characters is made, given back this once as `generated_secret`. Its packets are answered from its next one on. */
export const addNas = async (ctx: Ctx, input: AddedNas): Promise<Nas & { generated_secret: string | null }> => {
  const address = nasAddress(input.address);
  if (address === undefined) throw NasAddressInvalid(input);
  if (!VENDORS.includes(input.vendor)) throw VendorUnknown({ vendor: input.vendor, known: VENDORS });
  const generated_secret = input.secret === undefined ? randomBytes(24).toString('base64url') : null;
  const secret = input.secret ?? generated_secret ?? '';
  if (secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  const radsec_identity = readRadsecIdentity(input.radsec_identity ?? null);
  const { name, vendor, message_authenticator, mac_auth, identify_by, device_log_in } = input;
  const id = ctx.newId();
  await refuseNasClash(ctx, { id, name, address, radsec_identity });
  const coa_port = input.coa_port ?? vendorOf(vendor).coa_port;
  const secret_sealed = ctx.secrets.seal(secret);
  await insertNas(ctx.tx, {
    id,
    name,
    address,
    vendor,
    tags: input.tags ?? [],
    message_authenticator,
    mac_auth,
    identify_by,
    device_log_in,
    coa_port,
    secret_sealed,
    radsec_identity,
    created_at: ctx.now,
  });
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return { ...nas, generated_secret };
};
