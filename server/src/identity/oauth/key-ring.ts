import { type CryptoKey, importJWK, type JWK } from 'jose';
import { system } from '../../kernel/actor.ts';
import { realNow } from '../../kernel/clock.ts';
import { type Kernel, transact } from '../../kernel/ctx.ts';
import { type KeyAge, signingFirst } from '../core/key-ring.ts';
import { rotateKeys } from '../rotate-keys.ts';
import { signingKeys } from '../store/oidc.ts';

/** A signing key, opened. */
export interface SigningKey extends KeyAge {
  readonly private_jwk: JWK;
  readonly public_key: CryptoKey;
}

/** The installation's signing keys as this process knows them. */
export interface KeyRing {
  /** All that are published, the one that signs now first. */
  keys(): Promise<readonly SigningKey[]>;
  /** One by its id; looks again in the database when it is not known. */
  find(kid: string): Promise<SigningKey | undefined>;
}

/** Shorter than the time a key is published before it signs. */
const FRESH_MS = 10_000;
/** Unknown key ids cost at most one look a second. */
const LOOK_AGAIN_MS = 1000;

const open = async ({ kid, created_at }: KeyAge, text: string): Promise<SigningKey> => {
  const { kty, crv, x, y, d } = JSON.parse(text) as JWK;
  const public_key = (await importJWK({ kty, crv, x, y } as JWK, 'ES256')) as CryptoKey;
  return { kid, created_at, public_key, private_jwk: { kty, crv, x, y, d, kid, alg: 'ES256', use: 'sig' } as JWK };
};

const load = async (kernel: Kernel): Promise<SigningKey[]> => {
  let rows = await signingKeys(kernel.db);
  if (rows.length === 0) {
    await transact(kernel, system('identity'), rotateKeys);
    rows = await signingKeys(kernel.db);
  }
  return Promise.all(rows.map((row) => open(row, kernel.secrets.open(row.private_sealed))));
};

/** Reads the keys when they are asked for, and again after some seconds; makes the first one on a new installation. */
export const createKeyRing = (kernel: Kernel): KeyRing => {
  let known: { readonly at: number; readonly keys: readonly SigningKey[] } | undefined;
  const within = async (ms: number): Promise<readonly SigningKey[]> => {
    if (!known || performance.now() - known.at > ms) known = { at: performance.now(), keys: await load(kernel) };
    return known.keys;
  };
  return {
    keys: async () => signingFirst(await within(FRESH_MS), realNow()),
    find: async (kid) => {
      const find = (keys: readonly SigningKey[]) => keys.find((k) => k.kid === kid);
      return find(await within(FRESH_MS)) ?? find(await within(LOOK_AGAIN_MS));
    },
  };
};
