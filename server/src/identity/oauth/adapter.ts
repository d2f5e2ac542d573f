import { addMs, epochMs, type Instant, isId } from '@isp/values';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { InvalidGrant } from 'oidc-provider/lib/helpers/errors.js';
import { realNow } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { personOf } from '../core/person.ts';
import { activeClient } from '../store/clients.ts';
import {
  consumeOidc,
  deleteOidc,
  deleteOidcOfGrant,
  grantOfOidc,
  oidcById,
  oidcByUid,
  upsertOidc,
} from '../store/oidc.ts';
import { endSessionRow } from '../store/sessions.ts';

interface Stored {
  readonly payload_sealed: Buffer;
  readonly consumed_at: Instant | null;
}

const grantIdOf = (kind: string, id: string, payload: AdapterPayload): string | null =>
  kind === 'Grant' ? id : (payload.grantId ?? null);

/** One kind of the provider's things, as rows of `identity.oidc`. */
const rows = (kernel: Kernel, kind: string): Adapter => {
  const { db, secrets } = kernel;
  const opened = (row: Stored | undefined): AdapterPayload | undefined =>
    row && {
      ...(JSON.parse(secrets.open(row.payload_sealed)) as AdapterPayload),
      ...(row.consumed_at ? { consumed: Math.floor(epochMs(row.consumed_at) / 1000) } : {}),
    };
  const endGrant = async (grantId: string | undefined): Promise<void> => {
    if (grantId && isId(grantId)) await endSessionRow(db, grantId, realNow());
  };
  return {
    upsert: (id, payload, expiresIn = 0) =>
      upsertOidc(db, {
        kind,
        id: secrets.digest(id),
        uid: kind === 'Session' ? (payload.uid ?? null) : null,
        person_id: personOf(payload.accountId)?.id ?? null,
        grant_id: grantIdOf(kind, id, payload),
        payload_sealed: secrets.seal(JSON.stringify(payload)),
        expires_at: addMs(realNow(), expiresIn * 1000),
      }),
    find: async (id) => opened(await oidcById(db, kind, secrets.digest(id), realNow())),
    findByUid: async (uid) => opened(await oidcByUid(db, kind, uid, realNow())),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      if (await consumeOidc(db, kind, secrets.digest(id), realNow())) return;
      await endGrant(await grantOfOidc(db, kind, secrets.digest(id)));
      throw new InvalidGrant(`${kind} already used`);
    },
    destroy: async (id) => {
      if (kind === 'Grant') await endGrant(id);
      await deleteOidc(db, kind, secrets.digest(id));
    },
    revokeByGrantId: async (grantId) => {
      if (isId(grantId)) await deleteOidcOfGrant(db, kind, grantId);
    },
  };
};

const refuse = async (): Promise<never> => {
  throw new Error('clients are written by the verbs of identity');
};

/** Integrations, as the provider reads them: the secret it sees is the stored digest. */
const clients = (kernel: Kernel): Adapter => ({
  find: async (clientId) => {
    const client = await activeClient(kernel.db, clientId);
    return (
      client && {
        client_id: client.client_id,
        client_name: client.name,
        client_secret: client.secret_digest,
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
      }
    );
  },
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  upsert: refuse,
  consume: refuse,
  destroy: refuse,
  revokeByGrantId: refuse,
});

/** Keeps what the provider remembers in PostgreSQL, so any process serves any request. */
export const createAdapter =
  (kernel: Kernel) =>
  (kind: string): Adapter =>
    kind === 'Client' ? clients(kernel) : rows(kernel, kind);
