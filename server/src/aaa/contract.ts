import { bigCount, contract, day, id, instant, line, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { lineId } from './contract/credentials.ts';

export * from './contract/address-uses.ts';

export * from './contract/certificates.ts';
export * from './contract/credentials.ts';

export * from './contract/homes.ts';
export * from './contract/nas.ts';
export * from './contract/nas-registry.ts';
export * from './contract/pools.ts';
export * from './contract/vouchers.ts';

export const Session = z.object({
  id,
  /** Null for a session of a user nobody knows. */
  account_id: id.nullable(),
  subscription_id: id.nullable(),
  nas_id: id,
  nas_name: z.string(),
  username: z.string(),
  /** Octets that are no ASCII as `\\ooo`. */
  acct_session_id: z.string(),
  client: z.string(),
  nas_port_id: z.string().nullable(),
  framed_ip: z.string().nullable(),
  framed_ipv6_prefix: z.string().nullable(),
  delegated_ipv6_prefix: z.string().nullable(),
  calling_station_id: z.string().nullable(),
  called_station_id: z.string().nullable(),
  started_at: instant,
  heard_at: instant,
  stopped_at: instant.nullable(),
  session_s: z.int(),
  /** From the subscriber (upload). */
  input_octets: bigCount,
  /** To the subscriber (download). */
  output_octets: bigCount,
  terminate_cause: bigCount.nullable(),
  closed_by: z.enum(['stop', 'nas-restart', 'stale', 'gone', 'replaced', 'transferred']).nullable(),
  told_mode: z.enum(['allow', 'walled', 'gone']).nullable(),
  told_rate_down_kbps: z.int().nullable(),
  told_rate_up_kbps: z.int().nullable(),
});
export type Session = z.output<typeof Session>;

export const ListSessions = contract({
  summary: 'Sessions, open or ended',
  input: z.strictObject({
    ...listing,
    state: z.enum(['open', 'closed']).optional(),
    account_id: id.optional(),
    subscription_id: id.optional(),
    nas_id: id.optional(),
    username: line(253).optional(),
    from: instant.optional(),
    to: instant.optional(),
  }),
  reply: pageOf(Session),
});
export type ListSessions = z.output<typeof ListSessions.input>;

export const CoaPacket = z.object({
  id,
  account_id: id,
  subscription_id: id,
  session_id: id,
  nas_id: id,
  nas_name: z.string(),
  kind: z.enum(['coa', 'disconnect']),
  cause: z.string(),
  wanted: z.unknown(),
  attempts: z.int(),
  outcome: z.enum(['sent', 'ack', 'nak', 'timeout', 'unreachable', 'superseded']),
  error_cause: z.int().nullable(),
  requested_at: instant,
  sent_at: instant,
  answered_at: instant.nullable(),
});
export type CoaPacket = z.output<typeof CoaPacket>;

export const GetSession = contract({
  summary: 'One session with its use by quarter of an hour and what its NAS was sent',
  input: z.strictObject({ id }),
  reply: z.object({
    session: Session,
    quarters: z.array(z.object({ at: instant, input_octets: bigCount, output_octets: bigCount })),
    coa: z.array(CoaPacket),
  }),
});

export const DisconnectSession = contract({
  summary: 'Ask the NAS to end a session',
  status: 202,
  input: z.strictObject({ id, reason: line(200).default('by hand') }),
  reply: z.object({ session_id: id, queued: z.literal(true) }),
});
export type DisconnectSession = z.output<typeof DisconnectSession.input>;

export const GetBulkDisconnect = contract({
  summary: 'How far many Disconnects are that were asked for at once',
  input: z.strictObject({ id }),
  reply: z.object({
    id,
    cause: z.string(),
    requested_at: instant,
    requested_by: z.string(),
    total: z.int(),
    waiting: z.int(),
    ended: z.int(),
    /** Had ended already, or is not known to its NAS. */
    gone: z.int(),
    refused: z.int(),
    unanswered: z.int(),
  }),
});

export const ListCoa = contract({
  summary: 'What was sent to NASes to change or end sessions, and what they answered',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    subscription_id: id.optional(),
    nas_id: id.optional(),
    outcome: CoaPacket.shape.outcome.optional(),
  }),
  reply: pageOf(CoaPacket),
});
export type ListCoa = z.output<typeof ListCoa.input>;

export const Login = z.object({
  id: z.string(),
  at: instant,
  account_id: id.nullable(),
  subscription_id: id.nullable(),
  username: z.string(),
  nas_id: id,
  nas_name: z.string().nullable(),
  calling_station_id: z.string().nullable(),
  /** `silence`: no home server answered, and neither did we. */
  outcome: z.enum(['accept', 'reject', 'walled', 'silence']),
  reason: z.string(),
  /** What was seen, beside the reason. */
  detail: z.string().nullable(),
  /** By a name and a password, a MAC address, the line, or as staff to the device itself. */
  way: z.enum(['password', 'mac', 'line', 'device']),
});
export type Login = z.output<typeof Login>;

export const ListLogins = contract({
  summary: 'Log-ins and how they were answered, with the reason',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    subscription_id: id.optional(),
    username: line(253).optional(),
    nas_id: id.optional(),
    outcome: Login.shape.outcome.optional(),
    way: Login.shape.way.optional(),
  }),
  reply: pageOf(Login),
});
export type ListLogins = z.output<typeof ListLogins.input>;

export const ListDiscards = contract({
  summary: 'Datagrams that got no answer, by day, sender and reason',
  input: z.strictObject({
    ...listing,
    client: line(60).optional(),
    reason: line(60).optional(),
    on_day: day.optional(),
  }),
  reply: pageOf(
    z.object({
      id: z.string(),
      on_day: day,
      client: z.string(),
      reason: z.string(),
      count: bigCount,
      last_at: instant,
    }),
  ),
});
export type ListDiscards = z.output<typeof ListDiscards.input>;

export const Retention = z.object({
  /** Use by quarter of an hour, hour and day; closed sessions; who had an address; log-ins; CoA and Disconnect packets. */
  kind: z.enum(['quarters', 'hours', 'days', 'sessions', 'addresses', 'logins', 'coa']),
  /** null: for ever. */
  kept_days: z.int().nullable(),
  /** What was before may be gone; null when nothing was deleted yet. */
  forgotten_before: instant.nullable(),
  /** What is kept takes so much on disk, indexes with it. */
  octets: bigCount,
});
export type Retention = z.output<typeof Retention>;

const kept = (least: number) => z.int().min(least).max(36_500).nullable().optional();

export const GetRetention = contract({
  summary: 'How long use, sessions, addresses, log-ins and packets are kept, and what is kept takes on disk',
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(Retention),
    /** Sessions that are over, by the month (UTC) they ended in, the latest first: how many, about, and their octets on disk. */
    session_months: z.array(z.object({ month_on: day, sessions: bigCount, octets: bigCount })),
  }),
});

export const SetRetention = contract({
  summary:
    'Set for how many days each kind is kept (null: for ever); older goes every night, but for use still to be billed; closed sessions go by whole months',
  input: z.strictObject({
    ...{ quarters: kept(62), hours: kept(62), days: kept(62), sessions: kept(30), addresses: kept(30) },
    ...{ logins: kept(30), coa: kept(30) },
  }),
  reply: z.object({ items: z.array(Retention) }),
});
export type SetRetention = z.output<typeof SetRetention.input>;

export const Reconcile = contract({
  summary: 'Bring a subscription’s live sessions to what it deserves now; sends nothing when they agree',
  status: 202,
  input: z.strictObject({ account_id: id, subscription_id: id, cause: line(200).default('by hand') }),
  reply: z.object({ queued: z.literal(true) }),
});
export type Reconcile = z.output<typeof Reconcile.input>;

const octets = (max: number) =>
  z
    .string()
    .regex(/^(0x)?([0-9a-f]{2})+$/i, 'write octets as hexadecimal digits')
    .max(2 * max + 2);

export const TryLogIn = contract({
  summary:
    'Why would a log-in be accepted or refused? Decides as RADIUS does, question by question; nobody is let on and nothing is logged',
  input: z.strictObject({
    nas_id: id,
    username: z.string().min(1).max(253).optional(),
    /** Left out: as if the password were right. */
    password: z.string().min(1).max(128).optional(),
    method: z.enum(['pap', 'chap']).default('pap'),
    service_type: z.int().min(1).max(255).optional(),
    calling_station_id: line(60).optional(),
    nas_port_id: line(253).optional(),
    /** Agent-Circuit-Id and Agent-Remote-Id; octets that are no text as 0x and hexadecimal digits. */
    circuit_id: lineId.optional(),
    remote_id: lineId.optional(),
    /** Instead of the fields above: an Access-Request as it was captured, from its first octet on. */
    packet: octets(4096).optional(),
  }),
  reply: z.object({
    /** `proxied`: a home server decides. */
    outcome: z.enum(['accept', 'walled', 'reject', 'discard', 'proxied']),
    reason: z.string(),
    steps: z.array(
      z.object({ check: z.string(), question: z.string(), saw: z.string(), verdict: z.enum(['goes on', 'decides']) }),
    ),
    /** What the NAS would get; null for silence. */
    answer: z
      .object({
        name: z.string(),
        attributes: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })),
      })
      .nullable(),
  }),
});
export type TryLogIn = z.output<typeof TryLogIn.input>;
export type TriedLogIn = z.output<typeof TryLogIn.reply>;
