import { contract, id, instant, line, listing, nothing, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { addressOrRange as address } from './address-uses.ts';
import { NasCondition, nasFilters, tags } from './nas-registry.ts';

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

const NasAddress = z.object({
  /** The address again. */
  id: z.string(),
  address: z.string(),
  /** What calls itself so there, by its latest record. */
  nas_identifier: z.string().nullable(),
  /** Open sessions. */
  sessions: z.int(),
  /** When a record of a session came from there last, of those that are open or ended within the last hour. */
  heard_at: instant,
});
export type NasAddress = z.output<typeof NasAddress>;

export const ListNasAddresses = contract({
  summary: 'The addresses of a NAS entry that sessions come from: of a range those NASes that are heard within it',
  input: z.strictObject({
    ...listing,
    id,
    /** In the address or the NAS-Identifier. */
    q: line(100).optional(),
  }),
  reply: pageOf(NasAddress),
});
export type ListNasAddresses = z.output<typeof ListNasAddresses.input>;

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
