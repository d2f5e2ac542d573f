import { bigCount, contract, id, instant, line, listing, nothing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const pem = z.string().max(100_000);
const Transport = z.enum(['udp', 'radsec']);
const Probe = z.enum(['status-server', 'log-in', 'none']);
const HomeAuthenticator = z.enum(['required', 'auto']);
const State = z.enum(['active', 'disabled']);

const HomePort = z.object({
  /** By RadSec one port is for everything. */
  port: z.enum(['auth', 'acct', 'radsec']),
  /** `silent`: a request got no answer in its time; `dead`: nothing was heard for long enough, so it is not asked. */
  state: z.enum(['up', 'silent', 'dead']),
  since: instant,
  why: z.string(),
  heard_at: instant.nullable(),
  asked: bigCount,
  answered: bigCount,
  unanswered: bigCount,
  /** Answers that were not believed: another secret, no Message-Authenticator. */
  distrusted: bigCount,
  /** How many RADIUS processes ask it, and how many of them find it in this state: that of whoever sees it worst. What is counted is of all. */
  processes: z.int(),
  agreed: z.int(),
});

export const HomeServer = z.object({
  id,
  name: z.string(),
  address: z.string(),
  transport: Transport,
  auth_port: z.int(),
  acct_port: z.int(),
  /** The DNS name its certificate must say, over RadSec. */
  tls_name: z.string().nullable(),
  response_window_ms: z.int(),
  dead_after_s: z.int(),
  probe: Probe,
  probe_every_s: z.int(),
  probe_username: z.string().nullable(),
  revive_after_s: z.int(),
  message_authenticator: HomeAuthenticator,
  /** Since when `auto` wants its answers signed. */
  signs_since: instant.nullable(),
  may_send_coa: z.boolean(),
  state: State,
  created_at: instant,
  /** How it does, as RADIUS sees it; empty until it was looked at. */
  ports: z.array(HomePort),
  pools: z.array(z.object({ id, name: z.string() })),
});
export type HomeServer = z.output<typeof HomeServer>;

const settings = {
  transport: Transport,
  /** 1812 by UDP, 2083 over RadSec, unless given. */
  auth_port: port,
  /** 1813 unless given; over RadSec there is but one port. */
  acct_port: port,
  /** Shared with it, by UDP at least 6 characters; over RadSec it is "radsec" unless given. */
  secret: z.string().min(1).max(200),
  tls_name: line(253).nullable(),
  /** The authority it is believed by, over RadSec. */
  authority_pem: pem,
  /** Our certificate there, and its key. */
  chain_pem: pem,
  key_pem: pem,
  /** How long an answer may take before another is asked. */
  response_window_ms: z.int().min(100).max(30_000),
  dead_after_s: z.int().min(1).max(600),
  probe: Probe,
  /** RFC 3539 3.4.1 allows no less than 6. */
  probe_every_s: z.int().min(6).max(600),
  probe_username: line(253).nullable(),
  probe_password: z.string().min(1).max(128),
  /** Without a probe: so long after it died it is tried again. */
  revive_after_s: z.int().min(1).max(86_400),
  message_authenticator: HomeAuthenticator,
  may_send_coa: z.boolean(),
};

export const ListHomeServers = contract({
  summary: 'RADIUS servers of others that we ask, and how each does',
  input: z.strictObject({ ...listing, state: State.optional(), q: line(100).optional() }),
  reply: pageOf(HomeServer),
});
export type ListHomeServers = z.output<typeof ListHomeServers.input>;

export const GetHomeServer = contract({
  summary: 'One home server; its secret and keys are never shown',
  input: z.strictObject({ id }),
  reply: HomeServer,
});

export const CreateHomeServer = contract({
  summary: 'Add a home server; it is asked once it is a member of a pool that a realm goes to',
  status: 201,
  input: z.strictObject({
    name: line(120),
    address: line(60),
    ...z.object(settings).partial().shape,
    transport: Transport.default('udp'),
    response_window_ms: settings.response_window_ms.default(2000),
    dead_after_s: settings.dead_after_s.default(20),
    probe: Probe.default('status-server'),
    probe_every_s: settings.probe_every_s.default(10),
    revive_after_s: settings.revive_after_s.default(120),
    message_authenticator: HomeAuthenticator.default('required'),
    may_send_coa: z.boolean().default(false),
  }),
  reply: HomeServer,
});
export type CreateHomeServer = z.output<typeof CreateHomeServer.input>;

export const UpdateHomeServer = contract({
  summary: 'Change a home server; what is under way with it is asked of another',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    address: line(60).optional(),
    ...z.object(settings).partial().shape,
    state: State.optional(),
  }),
  reply: HomeServer,
});
export type UpdateHomeServer = z.output<typeof UpdateHomeServer.input>;

export const RemoveHomeServer = contract({
  summary: 'Remove a home server that is in no pool',
  status: 204,
  input: z.strictObject({ id }),
  reply: nothing,
});

const member = z.strictObject({ server_id: id, weight: z.int().min(1).max(100).default(1) });
const Mode = z.enum(['fail-over', 'load-balance']);
const WhenDead = z.enum(['silence', 'reject']);

export const HomePool = z.object({
  id,
  name: z.string(),
  mode: Mode,
  when_dead: WhenDead,
  /** In order. */
  members: z.array(z.object({ server_id: id, name: z.string(), weight: z.int() })),
  realms: z.array(z.string()),
  /** Accounting records that are still to be delivered, and since when the oldest waits. */
  waiting: bigCount,
  waiting_since: instant.nullable(),
  created_at: instant,
});
export type HomePool = z.output<typeof HomePool>;

export const ListHomePools = contract({
  summary: 'Pools of home servers: who is asked when one does not answer',
  input: z.strictObject({ ...listing, q: line(100).optional() }),
  reply: pageOf(HomePool),
});
export type ListHomePools = z.output<typeof ListHomePools.input>;

export const CreateHomePool = contract({
  summary:
    'Add a pool: the first of its servers that is there is asked (fail-over), or by lot for each session (load-balance)',
  status: 201,
  input: z.strictObject({
    name: line(120),
    mode: Mode.default('fail-over'),
    when_dead: WhenDead.default('silence'),
    members: z.array(member).min(1).max(32),
  }),
  reply: HomePool,
});
export type CreateHomePool = z.output<typeof CreateHomePool.input>;

export const UpdateHomePool = contract({
  summary: 'Change a pool; members that are given take the place of those there are',
  input: z.strictObject({
    id,
    name: line(120).optional(),
    mode: Mode.optional(),
    when_dead: WhenDead.optional(),
    members: z.array(member).min(1).max(32).optional(),
  }),
  reply: HomePool,
});
export type UpdateHomePool = z.output<typeof UpdateHomePool.input>;

export const RemoveHomePool = contract({
  summary: 'Remove a pool that no realm goes to; records that wait for it are kept, or dropped when you say so',
  status: 204,
  input: z.strictObject({ id, drop_waiting: z.stringbool().default(false) }),
  reply: nothing,
});
export type RemoveHomePool = z.output<typeof RemoveHomePool.input>;

const Accounting = z.enum(['forward', 'keep', 'both']);

export const Realm = z.object({
  id,
  name: z.string(),
  /** Null: its users are ours. */
  pool_id: id.nullable(),
  pool_name: z.string().nullable(),
  strip: z.boolean(),
  accounting: Accounting,
  may_tunnel: z.boolean(),
  created_at: instant,
});
export type Realm = z.output<typeof Realm>;

export const ListRealms = contract({
  summary: 'Realms: what follows the @ of a user name, and who decides on its users',
  input: z.strictObject({ ...listing, pool_id: id.optional(), q: line(100).optional() }),
  reply: pageOf(Realm),
});
export type ListRealms = z.output<typeof ListRealms.input>;

const realmSettings = {
  /** Null: its users are ours. */
  pool_id: id.nullable(),
  /** Whether the realm is taken off the user name, except where the proof is made over it (EAP, MS-CHAPv2). */
  strip: z.boolean(),
  /** Whether accounting goes to the home server, stays with us, or both. */
  accounting: Accounting,
  /** Whether the home server may say where a session is tunnelled to (RFC 2868). */
  may_tunnel: z.boolean(),
};

export const CreateRealm = contract({
  summary: 'Add a realm: example.net, *.example.net for all below it, or * for every one that is not known',
  status: 201,
  input: z.strictObject({
    name: line(253),
    pool_id: realmSettings.pool_id.default(null),
    strip: realmSettings.strip.default(false),
    accounting: realmSettings.accounting.default('both'),
    may_tunnel: realmSettings.may_tunnel.default(false),
  }),
  reply: Realm,
});
export type CreateRealm = z.output<typeof CreateRealm.input>;

export const UpdateRealm = contract({
  summary: 'Change a realm; it holds from the next packet',
  input: z.strictObject({ id, name: line(253).optional(), ...z.object(realmSettings).partial().shape }),
  reply: Realm,
});
export type UpdateRealm = z.output<typeof UpdateRealm.input>;

export const RemoveRealm = contract({
  summary: 'Forget a realm: its users are ours, or of the realm above it',
  status: 204,
  input: z.strictObject({ id }),
  reply: nothing,
});

export const Stranger = z.object({
  address: z.string(),
  /** What it calls itself, which anybody can write; null when it does not say. */
  nas_identifier: z.string().nullable(),
  /** It has the secret of this range, whose NASes are told apart, and is none of them; null: it is at no NAS’s address. */
  range_id: id.nullable(),
  range_name: z.string().nullable(),
  /** The kind of its last packet, by its code. */
  code: z.int(),
  count: bigCount,
  first_at: instant,
  last_at: instant,
});
export type Stranger = z.output<typeof Stranger>;

export const ListStrangers = contract({
  summary:
    'Who asked by RADIUS in the last week and is no NAS: by address, and in ranges that tell their NASes apart by NAS-Identifier',
  input: z.strictObject({ ...listing, q: line(100).optional() }),
  reply: pageOf(Stranger),
});
export type ListStrangers = z.output<typeof ListStrangers.input>;
