import type { Ctx } from '../kernel/ctx.ts';
import type { HomePool, TriedLogIn } from './contract.ts';
import { Realms } from './core/realm.ts';
import { homePoolById, homeServerById } from './store/home-settings.ts';
import { routingRows } from './store/homes.ts';

const howOf = async (ctx: Ctx, { members }: HomePool): Promise<string> => {
  const servers = await Promise.all(members.map(({ server_id }) => homeServerById(ctx.tx, server_id)));
  const words = servers.flatMap((server) => {
    if (server === undefined) return [];
    if (server.state === 'disabled') return [`${server.name} is disabled`];
    const port = server.ports.find((one) => one.port !== 'acct');
    return [port === undefined ? `${server.name} was not asked yet` : `${server.name} is ${port.state} (${port.why})`];
  });
  return words.join(', ');
};

/** Whose a user name is, when it is not ours: what "why?" says of a log-in that goes to a home server. `undefined` when we decide ourselves. */
export const explainRealm = async (ctx: Ctx, username: string): Promise<TriedLogIn | undefined> => {
  const octets = Buffer.from(username, 'utf8');
  const realm = new Realms((await routingRows(ctx.tx)).realms).find(octets, 0, octets.length);
  const pool = realm?.pool_id ? await homePoolById(ctx.tx, realm.pool_id) : undefined;
  if (realm === undefined || pool === undefined) return undefined;
  const reason = `realm ${realm.name}: proxied to pool ${pool.name}`;
  const saw = `${username} is of realm ${realm.name}, which goes to ${pool.name} (${pool.mode}): ${await howOf(ctx, pool)}`;
  const step = { check: 'realm', question: 'Whose realm is it?', saw, verdict: 'decides' } as const;
  return { outcome: 'proxied', reason, steps: [step], answer: null };
};
