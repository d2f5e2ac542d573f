import type { Ctx } from '../kernel/ctx.ts';
import type { KeepNasSecret } from './contract.ts';
import { NasNotFound, NextSecretUsed, SecretNotChanging, SecretOfRange } from './faults.ts';
import { updateNasRow } from './store/nas.ts';
import { secretsOf } from './store/nas-registry.ts';

/** Gives the change of a NAS's secret up: the next one is believed no more. */
export const keepNasSecret = async (ctx: Ctx, { id, anyway }: KeepNasSecret): Promise<void> => {
  const nas = await secretsOf(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  if (!nas.has_own_secret) throw SecretOfRange({ name: nas.name });
  if (nas.next_secret_sealed === null) throw SecretNotChanging({ name: nas.name });
  if (nas.next_secret_at !== null && !anyway) throw NextSecretUsed({ name: nas.name });
  await updateNasRow(ctx.tx, id, { next_secret_sealed: null, next_secret_made_at: null });
};
