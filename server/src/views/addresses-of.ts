import type { Id } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** The IPv4 address that a subscription has of us; null when the NAS chooses. */
export const ipv4Of = async (
  tx: Tx,
  key: { readonly account_id: Id; readonly subscription_id: Id },
): Promise<string | null> => {
  const { rows } = await sql<{ address: string }>`
    select host(address) as address from aaa.assignment
    where account_id = ${key.account_id} and subscription_id = ${key.subscription_id} and kind = 'ipv4' and free_since is null`.execute(
    tx,
  );
  return rows[0]?.address ?? null;
};
