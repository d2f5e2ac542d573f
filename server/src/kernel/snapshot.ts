import type { Instant } from '@isp/values';
import type { Tx } from './db.ts';

/** Keeps what is dear to count under a name, as of a moment; an older one is replaced, a newer one stays. */
export const keepSnapshot = async (
  tx: Tx,
  name: string,
  at: Instant,
  body: Readonly<Record<string, number | string>>,
): Promise<void> => {
  const row = { at, body: JSON.stringify(body) };
  await tx
    .insertInto('kernel.snapshot')
    .values({ name, ...row })
    .onConflict((c) => c.column('name').doUpdateSet(row).where('kernel.snapshot.at', '<=', at))
    .execute();
};
