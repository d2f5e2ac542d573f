import { epochMs, type Id, isId } from '@isp/values';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { realNow } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Authenticate } from '../../kernel/http/handle.ts';
import { personOf } from '../core/person.ts';
import { activeClient } from '../store/clients.ts';
import type { PersonRow } from '../store/people.ts';
import { personOfSession } from '../store/sessions.ts';
import { apiOf } from './grants.ts';
import { createKeyRing } from './key-ring.ts';
import type { SignedIn } from './signed-in.ts';

interface Known {
  readonly actor: SignedIn | undefined;
  readonly until_ms: number;
}

interface AuthenticateOptions {
  /** How long an answer is remembered: how late a sign-out, a disabling or a changed role may be felt. */
  readonly remember_ms?: number;
}

const REMEMBER_MS = 2000;
const MOST_REMEMBERED = 10_000;

const asActor = (person: PersonRow, session_id: Id): SignedIn => ({
  kind: person.kind,
  id: person.id,
  name: person.name,
  permissions: new Set(person.permissions),
  session_id,
  ...(person.account_id ? { account_id: person.account_id } : {}),
  ...(person.reseller_id ? { reseller_id: person.reseller_id } : {}),
});

const actorOf = async (kernel: Kernel, claims: JWTPayload): Promise<SignedIn | undefined> => {
  const person = personOf(claims.sub);
  if (person) {
    const sid = claims.sid;
    if (typeof sid !== 'string' || !isId(sid)) return undefined;
    const row = await personOfSession(kernel.db, sid, person, realNow());
    return row && asActor(row, sid);
  }
  const client = claims.sub === claims.client_id ? await activeClient(kernel.db, claims.sub ?? '') : undefined;
  if (!client || client.secret_version !== claims.secret_version) return undefined;
  return { kind: 'client', id: client.id, name: client.name, permissions: new Set(client.permissions) };
};

/** The claims of an access token of ours (RFC 9068), or `undefined` for anything else that is sent as one. */
const verifier = (kernel: Kernel) => {
  const ring = createKeyRing(kernel);
  const options = {
    algorithms: ['ES256'],
    typ: 'at+jwt',
    issuer: kernel.config.public_url,
    audience: apiOf(kernel),
    requiredClaims: ['exp', 'iat', 'sub', 'client_id', 'jti'],
    clockTolerance: 0,
  };
  const claimsOf = async (token: string): Promise<JWTPayload | undefined> => {
    const { kid } = decodeProtectedHeader(token);
    const key = typeof kid === 'string' ? await ring.find(kid) : undefined;
    return key && (await jwtVerify(token, key.public_key, options)).payload;
  };
  return (token: string) =>
    claimsOf(token).catch((error: unknown) => {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    });
};

const bearer = (authorization: string | undefined): string | undefined =>
  /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];

/**
 * Makes the function that finds who a request speaks for: verifies its access token and looks its session, person and role up.
 * Answers are remembered for two seconds, so what ends a session or changes a role is felt within that.
 */
export const createAuthenticate = (kernel: Kernel, options: AuthenticateOptions = {}): Authenticate => {
  const rememberMs = options.remember_ms ?? REMEMBER_MS;
  const verify = verifier(kernel);
  const known = new Map<string, Known>();
  const remember = (token: string, actor: SignedIn | undefined, expMs: number): void => {
    if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value ?? '');
    known.delete(token);
    known.set(token, { actor, until_ms: Math.min(epochMs(realNow()) + rememberMs, expMs) });
  };
  return async (authorization) => {
    const token = bearer(authorization);
    if (!token) return undefined;
    const answer = known.get(token);
    if (answer && answer.until_ms > epochMs(realNow())) return answer.actor;
    const claims = await verify(token);
    if (!claims) return undefined;
    const actor = await actorOf(kernel, claims);
    remember(token, actor, (claims.exp ?? 0) * 1000);
    return actor;
  };
};
