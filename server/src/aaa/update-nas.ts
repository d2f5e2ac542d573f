import type { Ctx } from '../kernel/ctx.ts';
import type { Nas, UpdateNas } from './contract.ts';
import { LEAST_SECRET, nasAddress, VENDORS } from './core/nas.ts';
import {
  NasAddressInvalid,
  NasAddressTaken,
  NasNameTaken,
  NasNotFound,
  SecretTooShort,
  VendorUnknown,
} from './faults.ts';
import { nasById, nasClash, updateNasRow } from './store/nas.ts';

/** Changes a NAS, its secret too; takes effect on its next packet. */
export const updateNas = async (ctx: Ctx, input: UpdateNas): Promise<Nas> => {
  const { id, secret, address: written, ...others } = input;
  const old = await nasById(ctx.tx, id);
  if (!old) throw NasNotFound({ id });
  const address = nasAddress(written ?? old.address);
  if (address === undefined) throw NasAddressInvalid({ address: written ?? '' });
  if (input.vendor !== undefined && !VENDORS.includes(input.vendor))
    throw VendorUnknown({ vendor: input.vendor, known: VENDORS });
  if (secret !== undefined && secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  const name = input.name ?? old.name;
  const clash = await nasClash(ctx.tx, { id, name, address });
  if (clash) throw clash === 'name' ? NasNameTaken({ name }) : NasAddressTaken({ address });
  await updateNasRow(ctx.tx, id, {
    ...others,
    address,
    ...(secret === undefined ? {} : { secret_sealed: ctx.secrets.seal(secret) }),
  });
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  return nas;
};
