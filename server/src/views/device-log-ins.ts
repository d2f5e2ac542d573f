import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Listing, type Page, paginate } from '../kernel/page.ts';
import type { DeviceLogIn, OwnDeviceLogIn } from './contract.ts';

/** Where a member of staff stands with the routers: what their role may do there, and the log-in they have. */
export interface DeviceStanding {
  readonly email: string;
  readonly state: 'active' | 'disabled';
  readonly role: string;
  readonly device_level: 'none' | 'read' | 'operate' | 'full';
  readonly username: string | null;
  readonly changed_at: Instant | null;
}

/** Where one member of staff stands; `undefined` when there is none of that id. */
export const deviceStanding = (tx: Tx, id: Id): Promise<DeviceStanding | undefined> =>
  tx
    .selectFrom('identity.staff as s')
    .innerJoin('identity.role as r', 'r.code', 's.role')
    .leftJoin('aaa.device_user as d', 'd.id', 's.id')
    .select(['s.email', 's.state', 'r.name as role', 'r.device_level', 'd.username', 'd.changed_at'])
    .where('s.id', '=', id)
    .executeTakeFirst();

/** The actor's own log-in to the routers. */
export const ownDeviceLogIn = async (ctx: Ctx): Promise<OwnDeviceLogIn> => {
  const standing = ctx.actor.kind === 'staff' ? await deviceStanding(ctx.tx, ctx.actor.id) : undefined;
  const { device_level = 'none', username = null, changed_at = null } = standing ?? {};
  return { device_level, username, changed_at };
};

/** Who of the staff may log in to the routers. */
export const listDeviceLogIns = (ctx: Ctx, input: Listing): Promise<Page<DeviceLogIn>> =>
  paginate(
    ctx.tx
      .selectFrom('aaa.device_user as d')
      .innerJoin('identity.staff as s', 's.id', 'd.id')
      .select(['d.id', 'd.username', 'd.level', 'd.changed_at', 's.name', 's.email'])
      .select(sql<string>`s.role`.as('role')),
    input,
    {
      sort: {
        username: { sql: 'd.username', field: 'username' },
        name: { sql: 's.name', field: 'name' },
        changed_at: { sql: 'd.changed_at', field: 'changed_at' },
      },
      fallback: 'username',
      idSql: 'd.id',
    },
  );
