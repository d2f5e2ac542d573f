import { bigCount, contract, day, id, instant, line, listing, nothing, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { addressOrRange as address } from './contract/address-uses.ts';
import { lineId } from './contract/credentials.ts';
import { NasCondition, nasFilters, tags } from './contract/nas-registry.ts';

export * from './contract/address-uses.ts';

export * from './contract/certificates.ts';
export * from './contract/credentials.ts';

export * from './contract/homes.ts';
export * from './contract/nas-registry.ts';
export * from './contract/pools.ts';

const port = z.int().min(1).max(65_535);
const vendor = z.string().trim().min(1).max(40);
const secret = z.string().max(200);
const MessageAuthenticator = z.enum(['required', 'auto', 'off']);
const IdentifyBy = z.enum(['name', 'line', 'mac']);
const ByIdentifier = z.enum(['off', 'refuse', 'register']);
const newAtMost = z.int().min(1).max(5000);
const identifier = z
  .string()
  .min(1)
  .refine(
    (text) => !text.includes('\u0000') && new TextEncoder().encode(text).length <= 253,
    'write 1 to 253 octets, without NUL',
  );
const DeviceLogIn = z.enum(['off', 'administrative', 'login']);
const radsecIdentity = line(300).nullable().optional();

export const Nas = z.object({
  id,
  name: z.string(),
  address: z.string(),
  vendor: z.string(),
  tags: z.array(z.string()),
  coa_port: z.int(),
  /** Whether NASes at its address are told apart by NAS-Identifier; one that is not known is then refused, or registers itself. */
  by_identifier: ByIdentifier,
  /** So many that registered themselves may wait to be looked at. */
  new_at_most: z.int(),
  /** Of a NAS that is told apart: its range, whose address it has, and what it calls itself. */
  range_id: id.nullable(),
  range_name: z.string().nullable(),
  identifier: z.string().nullable(),
  /** False when it has the secret of its range. */
  has_own_secret: z.boolean(),
  /** It registered itself: when and from where it was seen first, and when somebody said what is to become of it. */
  seen_first_at: instant.nullable(),
  seen_first_from: z.string().nullable(),
  looked_at: instant.nullable(),
  /** What is asked of its Access-Requests by UDP: `auto` requires a Message-Authenticator from the first that had one on. */
  message_authenticator: MessageAuthenticator,
  /** Since when `auto` requires it; null while none was seen, and for the other two. */
  signs_since: instant.nullable(),
  /** By which certificate it is known when it comes over TLS: a SHA-256 fingerprint, or a DNS name that the certificate says. */
  radsec_identity: z.string().nullable(),
  /** Whether a MAC address alone is a log-in there. A MAC is no secret: whoever sends it is let on. */
  mac_auth: z.boolean(),
  /** By what subscribers are found who send neither PPP nor EAP: the name, the line (option 82), or the MAC of their station. */
  identify_by: IdentifyBy,
  /** Which log-ins are of staff to the device itself: none, Service-Type Administrative and NAS-Prompt, or Login that names no port too. */
  device_log_in: DeviceLogIn,
  /** Until when the certificate that was issued for it last is good. */
  radsec_certificate_ends_at: instant.nullable(),
  state: z.enum(['active', 'disabled']),
  created_at: instant,
});
export type Nas = z.output<typeof Nas>;

const ListedNas = z.object({ ...Nas.shape, ...NasCondition.shape });
export type ListedNas = z.output<typeof ListedNas>;

export const ListNas = contract({
  summary: 'NAS clients: who may ask by RADIUS, and how each is',
  input: z.strictObject({
    ...listing,
    state: z.enum(['active', 'disabled']).optional(),
    /** The NASes that are told apart in a range. */
    range_id: id.optional(),
    /** Those that registered themselves and were not looked at yet. */
    is_new: z.stringbool().optional(),
    /** In the name, the address, the NAS-Identifier or a tag. */
    q: line(100).optional(),
    ...nasFilters,
  }),
  reply: pageOf(ListedNas),
});
export type ListNas = z.output<typeof ListNas.input>;

export const GetNas = contract({
  summary: 'One NAS; its secret is never shown',
  input: z.strictObject({ id }),
  reply: Nas,
});

export const CreateNas = contract({
  summary:
    'Add a NAS, at an address or told apart in a range; without a secret a strong one is made and shown this once, or it has its range’s',
  status: 201,
  input: z.strictObject({
    name: line(120),
    /** An address or range; or else the range that it is in and its NAS-Identifier there. */
    address: address.optional(),
    range_id: id.optional(),
    identifier: identifier.optional(),
    by_identifier: ByIdentifier.optional(),
    new_at_most: newAtMost.optional(),
    /** Left out in a range: the range’s. */
    secret: secret.optional(),
    /** Left out: its range’s, or "generic". */
    vendor: vendor.optional(),
    tags: tags.default([]),
    coa_port: port.optional(),
    message_authenticator: MessageAuthenticator.default('required'),
    radsec_identity: radsecIdentity,
    /** false, "name" and "off" unless said. */
    mac_auth: z.boolean().optional(),
    identify_by: IdentifyBy.optional(),
    device_log_in: DeviceLogIn.optional(),
  }),
  reply: z.object({ ...Nas.shape, generated_secret: z.string().nullable() }),
});
export type CreateNas = z.output<typeof CreateNas.input>;

export const UpdateNas = contract({
  summary: 'Change a NAS; takes effect on its next packet',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    address: address.optional(),
    by_identifier: ByIdentifier.optional(),
    new_at_most: newAtMost.optional(),
    /** null: that of its range again. */
    secret: secret.nullable().optional(),
    vendor: vendor.optional(),
    tags: tags.optional(),
    coa_port: port.optional(),
    message_authenticator: MessageAuthenticator.optional(),
    radsec_identity: radsecIdentity,
    mac_auth: z.boolean().optional(),
    identify_by: IdentifyBy.optional(),
    device_log_in: DeviceLogIn.optional(),
    state: z.enum(['active', 'disabled']).optional(),
  }),
  reply: Nas,
});
export type UpdateNas = z.output<typeof UpdateNas.input>;

export const RemoveNas = contract({
  summary: 'Disable a NAS: its packets are discarded, its sessions and records stay',
  input: z.strictObject({ id }),
  reply: nothing,
  status: 204,
});

export const DecideNas = contract({
  summary: 'Accept or refuse NASes that registered themselves: what is refused gets no answer any more',
  input: z.strictObject({ ids: z.array(id).min(1).max(500), decision: z.enum(['accept', 'refuse']) }),
  reply: z.object({
    /** How many had not been looked at yet. */
    decided: z.int(),
  }),
});
export type DecideNas = z.output<typeof DecideNas.input>;

export const ListVendors = contract({
  summary: 'The makes of NAS we know, and what each does by CoA',
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        coa_port: z.int(),
        coa_changes: z.object({ rate: z.boolean(), wall: z.boolean() }),
      }),
    ),
  }),
});

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
  closed_by: z.enum(['stop', 'nas-restart', 'stale', 'gone', 'replaced']).nullable(),
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
  /** Use by quarter of an hour, hour and day; closed sessions; log-ins; CoA and Disconnect packets. */
  kind: z.enum(['quarters', 'hours', 'days', 'sessions', 'logins', 'coa']),
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
  summary: 'How long use, sessions, log-ins and packets are kept, and what is kept takes on disk',
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
    ...{ quarters: kept(62), hours: kept(62), days: kept(62), sessions: kept(30), logins: kept(30), coa: kept(30) },
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
