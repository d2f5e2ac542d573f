import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { ListOnline } from './contract.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

const rows = (tx: Tx) =>
  tx
    .selectFrom('aaa.session as s')
    .innerJoin('aaa.nas as n', 'n.id', 's.nas_id')
    .leftJoin('crm.account as a', 'a.id', 's.account_id')
    .leftJoin('subscriptions.subscription as u', (j) =>
      j.onRef('u.account_id', '=', 's.account_id').onRef('u.id', '=', 's.subscription_id'),
    )
    .leftJoin('tariffs.plan as p', 'p.id', 'u.plan_id')
    .leftJoin('aaa.access as x', (j) =>
      j.onRef('x.account_id', '=', 's.account_id').onRef('x.subscription_id', '=', 's.subscription_id'),
    )
    .select([
      's.id',
      'n.name as nas_name',
      's.nas_id',
      's.username',
      's.calling_station_id',
      's.nas_port_id',
      's.started_at',
      's.heard_at',
    ])
    .select([
      's.input_octets',
      's.output_octets',
      'a.name as account_name',
      'a.number as account_number',
      'p.code as plan_code',
      'x.mode as access_mode',
    ])
    .select([
      sql<string | null>`host(s.framed_ip)`.as('framed_ip'),
      sql<string | null>`nullif(s.account_id, ${NOBODY}::uuid)`.as('account_id'),
      sql<string | null>`nullif(s.subscription_id, ${NOBODY}::uuid)`.as('subscription_id'),
      sql<bigint>`s.input_octets + s.output_octets`.as('octets'),
    ])
    .where('s.stopped_at', 'is', null);

type Online = Awaited<ReturnType<ReturnType<typeof rows>['execute']>>[number];

/** Sessions that are open now, with whose they are. */
export const listOnline = (ctx: Ctx, input: ListOnline): Promise<Page<Online>> => {
  let q = rows(ctx.tx);
  if (input.nas_id) q = q.where('s.nas_id', '=', input.nas_id);
  if (input.access_mode) q = q.where('x.mode', '=', input.access_mode);
  if (input.q) {
    const like = `%${input.q.replaceAll(/[\\%_]/g, '\\$&')}%`;
    q = q.where((e) =>
      e.or([
        e('s.username', 'ilike', like),
        e('a.name', 'ilike', like),
        e('s.calling_station_id', 'ilike', like),
        sql<boolean>`host(s.framed_ip) like ${like}`,
      ]),
    );
  }
  return paginate(q, input, {
    sort: {
      started_at: { sql: 's.started_at', field: 'started_at' },
      heard_at: { sql: 's.heard_at', field: 'heard_at' },
      username: { sql: 's.username', field: 'username' },
      octets: { sql: '(s.input_octets + s.output_octets)', field: 'octets' },
    },
    fallback: '-started_at',
    idSql: 's.id',
  });
};
