import { sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { AddressUse, FindAddressUses } from '../contract.ts';
import { NOBODY } from './literals.ts';

const uses = (tx: Tx) =>
  tx
    .selectFrom('aaa.address_use as u')
    .innerJoin('aaa.nas as n', 'n.id', 'u.nas_id')
    .leftJoin('aaa.any_session as s', (j) =>
      j.onRef('s.id', '=', 'u.session_id').onRef('s.account_id', '=', 'u.account_id'),
    )
    .leftJoin('aaa.voucher as v', (j) =>
      j
        .onRef('v.id', '=', 'u.subscription_id')
        .onRef('v.account_id', '=', 'u.account_id')
        .on('v.pin_sealed', 'is', null),
    )
    .select(['u.id', 'u.session_id', 's.calling_station_id', 'u.nas_id', 'n.name as nas_name', 'u.kind'])
    .select(['u.what as address', 'u.inside as inside_address', 'u.from_at', 'u.to_at', 'u.ended_by', 's.heard_at'])
    .select([
      // A code that needs no PIN is a password.
      sql<string | null>`coalesce('••••••' || v.code_ending, s.username)`.as('username'),
      sql<string | null>`nullif(u.account_id, ${NOBODY}::uuid)`.as('account_id'),
      sql<string | null>`nullif(u.subscription_id, ${NOBODY}::uuid)`.as('subscription_id'),
      sql<number | null>`lower(u.ports)`.as('port_from'),
      sql<number | null>`upper(u.ports) - 1`.as('port_to'),
    ]);

const EVERY_PORT = sql`coalesce(u.ports, int4range(0, 65536))`;

/** Uses by what was asked, the latest first. One look into the index of `address_use_one_holder` when an address is named. */
export const listUses = async (tx: Tx, input: FindAddressUses): Promise<Page<Omit<AddressUse, 'sure'>>> => {
  let q = uses(tx);
  if (input.address) q = q.where(sql<boolean>`u.what && ${input.address}::inet`);
  if (input.at) q = q.where(sql<boolean>`tstzrange(u.from_at, u.to_at) @> ${input.at}::timestamptz`);
  if (input.port !== undefined) q = q.where(sql<boolean>`${EVERY_PORT} @> ${input.port}::int`);
  if (input.account_id) q = q.where('u.account_id', '=', input.account_id);
  if (input.subscription_id) q = q.where('u.subscription_id', '=', input.subscription_id);
  if (input.session_id) q = q.where('u.session_id', '=', input.session_id);
  if (input.from) q = q.where(sql<boolean>`coalesce(u.to_at, 'infinity') >= ${input.from}`);
  if (input.to) q = q.where('u.from_at', '<', input.to);
  return paginate(q, input, {
    sort: { from_at: { sql: 'u.from_at', field: 'from_at' } },
    fallback: '-from_at',
    idSql: 'u.id',
  });
};
