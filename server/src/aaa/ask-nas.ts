import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { parseRange } from './core/address.ts';
import { NasAddressUnknown, NasNotFound } from './faults.ts';
import { lastClient, noteAsked, secretsOf } from './store/nas-registry.ts';

/** Its own address; of a range that of the router whose session began last. */
const addressOf = async (ctx: Ctx, id: Id, address: string): Promise<string | undefined> => {
  const range = parseRange(address);
  const isOne = range !== undefined && range.prefix === range.octets.length * 8;
  return isOne ? address.split('/')[0] : lastClient(ctx.tx, id);
};

/** Queues a question to a NAS; what it answers stands with its health. */
export const askNas = async (
  ctx: Ctx,
  { id }: { readonly id: Id },
): Promise<{ asked_at: Instant; address: string }> => {
  const nas = await secretsOf(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  const address = await addressOf(ctx, id, nas.address);
  if (address === undefined) throw NasAddressUnknown({ name: nas.name, address: nas.address });
  await noteAsked(ctx.tx, id, ctx.now, address);
  const payload = { nas_id: id, address, asked_at: ctx.now };
  await addJobs(ctx.tx, [{ task: 'aaa.ask-nas', key: `aaa.ask-nas:${id}`, payload }]);
  return { asked_at: ctx.now, address };
};
