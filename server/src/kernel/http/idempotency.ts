import { createHash } from 'node:crypto';
import type { Ctx } from '../ctx.ts';
import { IdempotencyKeyReused } from '../faults.ts';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * Runs a command once for each (actor, key): the reply is stored, sealed, by the commit that did the work, and given again for the same key.
 * Two at once wait for one another; a refused command stores nothing, so it may be tried again.
 */
export const withKey = async (
  ctx: Ctx,
  key: string,
  route: string,
  request: string,
  work: () => Promise<Reply>,
): Promise<Reply> => {
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`;
  const request_sha256 = sha256(request);
  const mine = await ctx.tx
    .insertInto('kernel.idempotency')
    .values({ actor, key, route, request_sha256, at: ctx.now })
    .onConflict((c) => c.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (!mine) return stored(ctx, actor, key, route, request_sha256);
  const reply = await work();
  await ctx.tx
    .updateTable('kernel.idempotency')
    .set({ status: reply.status, reply_sealed: ctx.secrets.seal(reply.body) })
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute();
  return reply;
};

const stored = async (ctx: Ctx, actor: string, key: string, route: string, sha: string): Promise<Reply> => {
  const row = await ctx.tx
    .selectFrom('kernel.idempotency')
    .select(['route', 'request_sha256', 'status', 'reply_sealed'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  if (row.route !== route || row.request_sha256 !== sha) throw IdempotencyKeyReused();
  return { status: row.status ?? 200, body: row.reply_sealed ? ctx.secrets.open(row.reply_sealed) : '' };
};
