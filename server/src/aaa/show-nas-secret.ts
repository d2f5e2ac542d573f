import { auditRead } from '../kernel/audit-read.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { GetNasConfig, NasConfig } from './contract.ts';
import { NasNotFound } from './faults.ts';
import { getNasConfig } from './get-nas-config.ts';
import { secretsOf } from './store/nas-registry.ts';

/** The lines to paste with the secret in them: the next one while it is being changed. Who asked is in the audit, by the same commit. */
export const showNasSecret = async (ctx: Ctx, input: GetNasConfig): Promise<NasConfig & { secret: string }> => {
  const nas = await secretsOf(ctx.tx, input.id);
  if (!nas) throw NasNotFound({ id: input.id });
  await auditRead(ctx.tx, 'aaa.nas', { id: input.id, shown: 'secret' });
  const secret = ctx.secrets.open(nas.next_secret_sealed ?? nas.secret_sealed);
  return { ...(await getNasConfig(ctx, input, secret)), secret };
};
