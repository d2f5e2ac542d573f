import { contract, id, instant, line, nothing } from '@isp/values/wire';
import { z } from 'zod';

/** What a NAS says of a line: text, or octets as 0x and hexadecimal digits. At most 80 octets. */
export const lineId = line(162);

const Binding = z.enum(['mac', 'port', 'vlan']);
/** A value, "learn" for the first that comes, null for any. */
const bound = line(508).nullable();

export const Credential = z.object({
  id,
  account_id: id,
  subscription_id: id,
  /** A name and a password, a MAC address alone, or the line somebody comes by. */
  kind: z.enum(['password', 'mac', 'line']),
  /** Of a MAC its twelve digits, of a line what it says in words. */
  username: z.string(),
  /** What is kept of the password: itself, or a hash. Null for a MAC and a line. */
  password_kind: z.enum(['clear', 'nt', 'bcrypt', 'argon2', 'ssha']).nullable(),
  /** What the user can log in by with what is kept. */
  log_in_methods: z.array(z.string()),
  /** Of a line: at which NAS, null for any, and what that says of it. */
  line_nas_id: id.nullable(),
  circuit_id: z.string().nullable(),
  remote_id: z.string().nullable(),
  /** What it is bound to; null is any, or the first that comes when it is in `learn`. */
  mac: z.string().nullable(),
  port: z.string().nullable(),
  port_nas_id: id.nullable(),
  vlan: z.string().nullable(),
  /** Of which the first that comes is pinned. */
  learn: z.array(Binding),
  state: z.enum(['active', 'disabled']),
  created_at: instant,
});
export type Credential = z.output<typeof Credential>;

export const ListCredentials = contract({
  summary: 'An account’s log-ins; passwords and their hashes are never shown',
  input: z.strictObject({ account_id: id }),
  reply: z.object({ items: z.array(Credential) }),
});
export type ListCredentials = z.output<typeof ListCredentials.input>;

export const SetCredential = contract({
  summary:
    'Give a subscription its user name and password, or the hash of one that another system kept; sessions that came by others end',
  input: z.strictObject({
    account_id: id,
    subscription_id: id,
    username: z.string().trim().min(1).max(253),
    /** Left out, and password_hash too, an existing password stays. */
    password: z.string().min(1).max(128).optional(),
    /** Instead of a password: $2b$…, $argon2id$…, {SSHA}…, {SSHA256}…, {SSHA512}… or {NT} and 32 hexadecimal digits. */
    password_hash: z.string().min(1).max(300).optional(),
    /** Only this station may log in; "learn" binds to the first that comes, null lets any. */
    mac: z.string().max(40).nullable().optional(),
  }),
  reply: Credential,
});
export type SetCredential = z.output<typeof SetCredential.input>;

export const AddCredential = contract({
  summary: 'Let a subscription log in by a MAC address, or by the line it comes from (option 82), without a password',
  status: 201,
  input: z.strictObject({
    account_id: id,
    subscription_id: id,
    kind: z.enum(['mac', 'line']),
    /** Of kind mac: the address, in any spelling. */
    mac: z.string().max(40).optional(),
    /** Of kind line: at which NAS; left out, at any. */
    line_nas_id: id.optional(),
    /** Of kind line: Agent-Circuit-Id, Agent-Remote-Id, or both, as the NAS says them; octets that are no text as 0x and hexadecimal digits. */
    circuit_id: lineId.optional(),
    remote_id: lineId.optional(),
  }),
  reply: Credential,
});
export type AddCredential = z.output<typeof AddCredential.input>;

const one = { account_id: id, id };

export const RemoveCredential = contract({
  summary: 'Take a log-in away; the sessions that came by it end, others of the subscription stay',
  status: 204,
  input: z.strictObject(one),
  reply: nothing,
});

export const BindCredential = contract({
  summary:
    'Bind a log-in to a station, a port, a VLAN: each a value, "learn" for the first that comes, or null for any',
  input: z.strictObject({
    ...one,
    mac: bound.optional(),
    port: bound.optional(),
    /** With a port: the NAS it is at. */
    port_nas_id: id.optional(),
    /** "100", or "100.200": outer and inner. */
    vlan: bound.optional(),
  }),
  reply: Credential,
});
export type BindCredential = z.output<typeof BindCredential.input>;

export const ForgetBindings = contract({
  summary: 'Let a new router in: what was learned of a log-in is forgotten, and the first that comes next is pinned',
  input: z.strictObject({ ...one, bindings: z.array(Binding).min(1).max(3).optional() }),
  reply: Credential,
});
export type ForgetBindings = z.output<typeof ForgetBindings.input>;
