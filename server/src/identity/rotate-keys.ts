import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { expendable, isRotationDue } from './core/key-ring.ts';
import { deleteSigningKeys, insertSigningKey, lockSigningKeys, signingKeys } from './store/oidc.ts';

const makeKey = async (): Promise<{ kid: string; text: string }> => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(jwk), text: JSON.stringify(jwk) };
};

/** Makes the next signing key when the newest is a month old (or there is none), and drops those that nothing good was signed by. By real time; at most one process does it. */
export const rotateKeys = async (ctx: Ctx): Promise<void> => {
  await lockSigningKeys(ctx.tx);
  const ring = await signingKeys(ctx.tx);
  const now = realNow();
  if (isRotationDue(ring, now)) {
    const { kid, text } = await makeKey();
    await insertSigningKey(ctx.tx, { kid, private_sealed: ctx.secrets.seal(text), created_at: now });
  }
  await deleteSigningKeys(ctx.tx, expendable(ring, now));
};
