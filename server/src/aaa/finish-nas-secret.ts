import type { Ctx } from '../kernel/ctx.ts';
import type { FinishNasSecret } from './contract.ts';
import { NasNotFound, NextSecretUnused, SecretNotChanging, SecretOfRange } from './faults.ts';
import { updateNasRow } from './store/nas.ts';
import { secretsOf } from './store/nas-registry.ts';

/** Ends the change of a NAS's secret: the next one takes the place of the old one, which is believed no more. */
export const finishNasSecret = async (ctx: Ctx, { id, anyway }: FinishNasSecret): Promise<void> => {
  const nas = await secretsOf(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  if (!nas.has_own_secret) throw SecretOfRange({ name: nas.name });
  if (nas.next_secret_sealed === null) throw SecretNotChanging({ name: nas.name });
  if (nas.next_secret_since === null && !anyway) throw NextSecretUnused({ name: nas.name });
  const secret_sealed = nas.next_secret_sealed;
  await updateNasRow(ctx.tx, id, { secret_sealed, next_secret_sealed: null, next_secret_made_at: null });
};
