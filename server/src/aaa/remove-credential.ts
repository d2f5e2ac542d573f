import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { CredentialNotFound } from './faults.ts';
import { credentialById, disableCredential, releaseClaims } from './store/access.ts';

/** Takes a log-in out of use: its name, MAC or line is free again. The sessions that came by it are cut by the job this commit queues; others of the subscription stay. */
export const removeCredential = async (
  ctx: Ctx,
  { account_id, id }: { readonly account_id: Id; readonly id: Id },
): Promise<void> => {
  const old = await credentialById(ctx.tx, account_id, id);
  if (old === undefined) throw CredentialNotFound({ id });
  await disableCredential(ctx.tx, account_id, id);
  await releaseClaims(ctx.tx, account_id, id, null);
  const { subscription_id } = old;
  const payload = { account_id, subscription_id, cause: 'log-in taken away', requested_at: ctx.now };
  await addJobs(ctx.tx, [{ task: 'aaa.reconcile', key: `aaa.reconcile:${subscription_id}`, payload }]);
};
