import type { Actor } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Me } from './contract.ts';
import type { Kind } from './core/person.ts';
import { sessionOf } from './oauth/signed-in.ts';
import { clientById } from './store/clients.ts';
import { personById } from './store/people.ts';

const ofClient = async (ctx: Ctx, actor: Actor): Promise<Pick<Me, 'login' | 'locale' | 'role' | 'must_change'>> => {
  const client = await clientById(ctx.tx, actor.id);
  return { login: client?.client_id ?? '', locale: 'en', role: client?.role ?? '', must_change: false };
};

const ofPerson = async (
  ctx: Ctx,
  actor: Actor,
): Promise<Pick<Me, 'login' | 'locale' | 'role' | 'must_change'> | undefined> =>
  personById(ctx.tx, { kind: actor.kind as Kind, id: actor.id });

/** Who an actor is and what they may do. */
export const showMe = async (ctx: Ctx, { actor }: { readonly actor: Actor }): Promise<Me> => {
  const found = actor.kind === 'client' || actor.kind === 'system' ? undefined : await ofPerson(ctx, actor);
  const { login, locale, role, must_change } = found ?? (await ofClient(ctx, actor));
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    login,
    locale,
    role,
    must_change,
    permissions: [...actor.permissions].sort(),
    account_id: actor.account_id ?? null,
    reseller_id: actor.reseller_id ?? null,
    session_id: sessionOf(actor) ?? null,
  };
};
