import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { ListNas, Nas } from '../contract.ts';

const nas = (tx: Tx) =>
  tx
    .selectFrom('aaa.nas')
    .select(['id', 'name', 'address', 'vendor', 'coa_port', 'require_message_authenticator', 'state', 'created_at']);

export const listNas = (tx: Tx, input: ListNas & Listing): Promise<Page<Nas>> => {
  let q = nas(tx);
  if (input.state) q = q.where('state', '=', input.state);
  if (input.q) {
    const like = `%${input.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    q = q.where((e) => e.or([e('name', 'ilike', like), sql<boolean>`address::text like ${like}`]));
  }
  return paginate(q, input, {
    sort: {
      name: { sql: 'name', field: 'name' },
      created_at: { sql: 'created_at', field: 'created_at' },
      vendor: { sql: 'vendor', field: 'vendor' },
    },
    fallback: 'name',
    idSql: 'id',
  });
};

export const nasById = (tx: Tx, id: Id): Promise<Nas | undefined> => nas(tx).where('id', '=', id).executeTakeFirst();

/** The name or address of a NAS other than `id` that is taken already. */
export const nasClash = async (
  tx: Tx,
  wanted: { readonly id: Id; readonly name: string; readonly address: string },
): Promise<'name' | 'address' | undefined> => {
  const row = await tx
    .selectFrom('aaa.nas')
    .select(['name'])
    .where('id', '!=', wanted.id)
    .where((e) => e.or([e('name', '=', wanted.name), sql<boolean>`address = ${wanted.address}::cidr`]))
    .executeTakeFirst();
  return row && (row.name === wanted.name ? 'name' : 'address');
};

export const insertNas = (tx: Tx, row: Insertable<DB['aaa.nas']>) => tx.insertInto('aaa.nas').values(row).execute();

export const updateNasRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.nas']>) =>
  tx.updateTable('aaa.nas').set(change).where('id', '=', id).execute();
