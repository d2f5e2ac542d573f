import type { Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { ListNas, ListNasAddresses, NasAddress } from '../contract.ts';
import { conditionAt, HEARD } from './nas-registry.ts';

const rows = (tx: Tx, now: Instant) =>
  tx
    .selectFrom('aaa.nas as n')
    .leftJoin('aaa.nas as r', 'r.id', 'n.range_id')
    .leftJoin('aaa.nas_health as h', 'h.nas_id', 'n.id')
    .select(['n.id', 'n.name', 'n.address', 'n.vendor', 'n.tags', 'n.coa_port', 'n.message_authenticator'])
    .select([
      'n.signs_since',
      'n.radsec_identity',
      'n.mac_auth',
      'n.identify_by',
      'n.device_log_in',
      'n.radsec_certificate_ends_at',
      'n.state',
      'n.created_at',
    ])
    .select(['n.by_identifier', 'n.new_at_most', 'n.range_id', 'r.name as range_name', 'n.identifier'])
    .select(['n.seen_first_at', sql<string | null>`host(n.seen_first_from)`.as('seen_first_from'), 'n.looked_at'])
    .select(sql<boolean>`n.secret_sealed is not null`.as('has_own_secret'))
    .select(['h.wrong_secret_at', 'h.coa_at', 'h.coa_outcome', 'h.coa_error_cause'])
    .select([
      conditionAt(now).as('condition_number'),
      sql<Instant | null>`${sql.raw(HEARD)}`.as('heard_at'),
      sql<number>`coalesce(h.sessions, 0)`.as('sessions'),
      sql<number>`coalesce(h.sessions_silent, 0)`.as('sessions_silent'),
    ]);

type Rows = ReturnType<typeof rows>;

const searched = (q: Rows, text: string): Rows => {
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return q.where((e) =>
    e.or([
      e('n.name', 'ilike', like),
      e('n.identifier', 'ilike', like),
      sql<boolean>`n.address::text like ${like}`,
      sql<boolean>`exists (select from unnest(n.tags) t where t ilike ${like})`,
    ]),
  );
};

/** The condition by its number. */
type Wanted = Omit<ListNas, 'condition'> & Listing & { readonly condition_number?: number | undefined };

/** NASes with how each is, as of `now`. */
export const listNas = (tx: Tx, input: Wanted, now: Instant) => {
  let some = rows(tx, now);
  if (input.state) some = some.where('n.state', '=', input.state);
  if (input.vendor) some = some.where('n.vendor', '=', input.vendor);
  if (input.tag) some = some.where(sql<boolean>`n.tags @> array[${input.tag}]`);
  if (input.range_id) some = some.where('n.range_id', '=', input.range_id);
  if (input.is_new !== undefined)
    some = some.where(sql<boolean>`(n.seen_first_at is not null and n.looked_at is null) = ${input.is_new}`);
  if (input.q) some = searched(some, input.q);
  let q = tx.selectFrom(some.as('n')).selectAll();
  if (input.condition_number !== undefined) q = q.where('n.condition_number', '=', input.condition_number);
  return paginate(q, input, {
    sort: {
      name: { sql: 'n.name', field: 'name' },
      seen_first_at: { sql: 'n.seen_first_at', field: 'seen_first_at' },
      created_at: { sql: 'n.created_at', field: 'created_at' },
      vendor: { sql: 'n.vendor', field: 'vendor' },
      condition: { sql: 'n.condition_number', field: 'condition_number' },
      sessions: { sql: 'n.sessions', field: 'sessions' },
    },
    fallback: 'name',
    idSql: 'n.id',
  });
};

const addresses = (tx: Tx, { id, q }: ListNasAddresses) => {
  const some = tx
    .selectFrom('aaa.session as s')
    .select([
      sql<string>`host(s.client)`.as('id'),
      sql<string>`host(s.client)`.as('address'),
      sql<string | null>`(array_agg(s.nas_identifier order by s.heard_at desc))[1]`.as('nas_identifier'),
      sql<number>`(count(*) filter (where s.stopped_at is null))::int`.as('sessions'),
      sql<Instant>`max(s.heard_at)`.as('heard_at'),
    ])
    .where('s.nas_id', '=', id)
    .groupBy('s.client');
  const all = tx.selectFrom(some.as('a')).selectAll();
  if (q === undefined) return all;
  const like = `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return all.where((e) => e.or([e('a.nas_identifier', 'ilike', like), e('a.address', 'like', like)]));
};

/** The addresses that the sessions of a NAS come from, of those that are open or ended within the last hour. */
export const listNasAddresses = (tx: Tx, input: ListNasAddresses & Listing): Promise<Page<NasAddress>> =>
  paginate(addresses(tx, input), input, {
    sort: {
      heard_at: { sql: 'a.heard_at', field: 'heard_at' },
      sessions: { sql: 'a.sessions', field: 'sessions' },
      address: { sql: 'a.address::inet', field: 'address' },
    },
    fallback: '-heard_at',
    idSql: 'a.id',
  });
