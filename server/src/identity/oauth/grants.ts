import { addMs, epochMs } from '@isp/values';
import type { AccessToken, ClientCredentials, Grant, KoaContextWithOIDC } from 'oidc-provider';
import { InvalidClient, InvalidGrant } from 'oidc-provider/lib/helpers/errors.js';
import { realNow } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { newId } from '../../kernel/secrets.ts';
import { kindForApp, type Person, personOf } from '../core/person.ts';
import { activeClient } from '../store/clients.ts';
import { insertSession, touchSession } from '../store/sessions.ts';
import { addressOf, userAgentOf } from './address.ts';

/** A sign-in lasts this long, used or not; then the password is asked again. */
export const SESSION_S = 14 * 86_400;

/** What the resource `${public_url}/api` calls its one scope; what a token may do is its owner's role, looked up at each call. */
export const API_SCOPE = 'api';

/** The person the browser is signed in as, when the app that asks is for their kind. */
export const personForApp = (ctx: KoaContextWithOIDC): Person | undefined => {
  const person = personOf(ctx.oidc.session?.accountId);
  return person && person.kind === kindForApp(ctx.oidc.client?.clientId ?? '') ? person : undefined;
};

const makeGrant = async (kernel: Kernel, ctx: KoaContextWithOIDC, person: Person): Promise<Grant> => {
  const { provider, session, client, account } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client?.clientId, accountId: account?.accountId });
  const now = realNow();
  grant.jti = newId(epochMs(now));
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(apiOf(kernel), API_SCOPE);
  await insertSession(kernel.db, {
    id: grant.jti,
    kind: person.kind,
    person_id: person.id,
    client: client?.clientId ?? '',
    browser_uid: session?.uid ?? '',
    user_agent: userAgentOf(ctx.req),
    address: addressOf(ctx.req),
    created_at: now,
    last_used_at: now,
    expires_at: addMs(now, SESSION_S * 1000),
  });
  await grant.save();
  return grant;
};

/** The audience of access tokens. */
export const apiOf = (kernel: Kernel): string => `${kernel.config.public_url}/api`;

/** Our own apps need no consent: the grant of this browser and app is found, or made, with the session that it is shown as. */
export const grantFor =
  (kernel: Kernel) =>
  async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, session, provider } = ctx.oidc;
    const person = personForApp(ctx);
    if (!person || !client) return undefined;
    const id = session?.grantIdFor(client.clientId);
    const existing = id ? await provider.Grant.find(id) : undefined;
    return existing && existing.accountId === session?.accountId ? existing : makeGrant(kernel, ctx, person);
  };

const ofPerson = async (kernel: Kernel, ctx: KoaContextWithOIDC, grantId: string): Promise<{ sid: string }> => {
  const open = await touchSession(kernel.db, grantId, realNow(), addressOf(ctx.req), userAgentOf(ctx.req));
  if (!open) throw new InvalidGrant('the session was ended');
  return { sid: grantId };
};

const ofClient = async (kernel: Kernel, clientId: string): Promise<{ secret_version: number }> => {
  const client = await activeClient(kernel.db, clientId);
  if (!client) throw new InvalidClient('the client is disabled');
  return { secret_version: client.secret_version };
};

/** Ties an access token to what can be ended: a person's session, or the version of a client's secret. */
export const tieToken =
  (kernel: Kernel) =>
  (ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials): Promise<{ [claim: string]: unknown }> =>
    'grantId' in token && token.grantId ? ofPerson(kernel, ctx, token.grantId) : ofClient(kernel, token.clientId ?? '');
