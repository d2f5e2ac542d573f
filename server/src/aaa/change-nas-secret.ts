import { randomBytes } from 'node:crypto';
import type { Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { ChangeNasSecret } from './contract.ts';
import { LEAST_SECRET } from './core/nas.ts';
import { NasNotFound, SecretChanging, SecretOfRange, SecretTooShort } from './faults.ts';
import { updateNasRow } from './store/nas.ts';
import { forgetSecretUse, secretsOf } from './store/nas-registry.ts';

/** Gives a NAS a next secret: from its next packet on it is believed under either. One that was made is given back this once. */
export const changeNasSecret = async (
  ctx: Ctx,
  { id, secret: given }: ChangeNasSecret,
): Promise<{ made_at: Instant; generated_secret: string | null }> => {
  const nas = await secretsOf(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  if (!nas.has_own_secret) throw SecretOfRange({ name: nas.name });
  if (nas.next_secret_sealed !== null) throw SecretChanging({ name: nas.name });
  const secret = given ?? randomBytes(24).toString('base64url');
  if (secret.length < LEAST_SECRET) throw SecretTooShort({ least: LEAST_SECRET });
  await forgetSecretUse(ctx.tx, id);
  await updateNasRow(ctx.tx, id, { next_secret_sealed: ctx.secrets.seal(secret), next_secret_made_at: ctx.now });
  return { made_at: ctx.now, generated_secret: given === undefined ? secret : null };
};
