import { createHash } from 'node:crypto';
import { type Day, type Id, weekday } from '@isp/values';
import type { SessionRecord } from '../../server/src/aaa/core/record.ts';
import { sql } from '../../server/src/kernel/db.ts';
import type { Customer } from './book.ts';
import { typicalOf } from './catalogue.ts';
import { chance } from './chance.ts';
import type { World } from './day.ts';

/** Who may be online on a day, as AAA's own rows say. */
export interface Line {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly account_number: string;
  readonly username: string;
  readonly mode: 'allow' | 'walled';
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly framed_ip: string | null;
  readonly plan: string;
}

/** A session that is open in the play: its last record. */
export type Running = SessionRecord & { readonly ends_ms: number };

const DAY_MS = 86_400_000;
const GB = 1_000_000_000;

const idOf = (text: string): Id => {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Everybody who may be online now. */
export const linesOf = async ({ kernel }: World): Promise<Line[]> => {
  const { rows } = await sql<Line>`
    select c.account_id, c.subscription_id, a.number as account_number, c.username, x.mode, x.rate_down_kbps, x.rate_up_kbps, host(coalesce(d.address, x.framed_ip)) as framed_ip, p.code as plan
    from aaa.access x join aaa.credential c using (account_id, subscription_id) join crm.account a on a.id = x.account_id
      left join aaa.assignment d on d.account_id = x.account_id and d.subscription_id = x.subscription_id and d.kind = 'ipv4' and d.free_since is null
      join subscriptions.subscription s on s.account_id = x.account_id and s.id = x.subscription_id join tariffs.plan p on p.id = s.plan_id
    where x.mode in ('allow', 'walled') order by a.number`.execute(kernel.db);
  return rows;
};

/** Octets a customer moves on a day; hardly any behind the wall. */
export const octetsOf = (world: World, customer: Customer, line: Line, on: Day): number => {
  const luck = chance(world.scope.seed, 'use', customer.index, on);
  const weekend = weekday(on) >= 6 ? 1.3 : 0.9;
  if (line.mode === 'walled') return luck.whole(50_000, 900_000);
  return (typicalOf(line.plan) * GB * customer.appetite * weekend * luck.around(0.5)) / 32;
};

/** Octets as hexadecimal, as a record has an Acct-Session-Id. */
export const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

const macOf = (n: number): string =>
  `02-4E-4C-${[n >> 16, n >> 8, n].map((x) => (x & 255).toString(16).padStart(2, '0').toUpperCase()).join('-')}`;

/** A session that begins: its Start. */
export const begin = (world: World, customer: Customer, line: Line, at: number): Running => {
  const { routers } = world.isp;
  const router = routers[customer.router % routers.length] as (typeof routers)[number];
  const { account_id, subscription_id, username, framed_ip } = line;
  const luck = chance(world.scope.seed, 'session', customer.index, at);
  const acct_session_id = `${Math.floor(at / 1000).toString(16)}${customer.index.toString(16).padStart(5, '0')}`;
  return {
    kind: 'start',
    account_id,
    subscription_id,
    id: idOf(`${router.id} ${acct_session_id} ${username}`),
    nas_id: router.id,
    username,
    acct_session_id: hex(acct_session_id),
    class: null,
    described: null,
    client: router.address,
    nas_ip: router.address,
    nas_identifier: router.name,
    nas_port_id: `pppoe-${customer.index + 1}`,
    framed_ip,
    framed_ipv6_address: null,
    framed_ipv6_prefix: null,
    framed_interface_id: null,
    delegated_ipv6_prefix: null,
    calling_station_id: macOf(customer.index),
    called_station_id: 'pppoe',
    started_ms: at,
    heard_ms: at,
    stopped_ms: null,
    began_after_ms: null,
    session_s: 0,
    input_octets: 0n,
    output_octets: 0n,
    further_link: false,
    terminate_cause: null,
    told_mode: line.mode,
    told_rate_down_kbps: line.rate_down_kbps,
    told_rate_up_kbps: line.rate_up_kbps,
    told_framed_ip: framed_ip,
    ends_ms: at + luck.whole(2 * DAY_MS, 12 * DAY_MS),
  };
};

/** An Interim-Update: so many octets more. */
export const heard = (session: Running, at: number, octets: number): Running => ({
  ...session,
  kind: 'interim',
  heard_ms: at,
  session_s: Math.round((at - session.started_ms) / 1000),
  output_octets: session.output_octets + BigInt(Math.round(octets * 0.88)),
  input_octets: session.input_octets + BigInt(Math.round(octets * 0.12)),
});

/** Its Stop. */
export const stopped = (session: Running, at: number, terminate_cause: number): Running => ({
  ...heard(session, at, 0),
  kind: 'stop',
  stopped_ms: at,
  terminate_cause,
});
