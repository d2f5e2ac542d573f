import { contract, id, instant, listing, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** An address, or a range of them. */
export const addressOrRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'write an address or a range such as "192.0.2.0/24"',
});

const oneAddress = z.union([z.ipv4(), z.ipv6()], { error: 'write an address such as "203.0.113.7" or "2001:db8::7"' });

export const AddressUse = z.object({
  id,
  /** Null for a user nobody knows. */
  account_id: id.nullable(),
  subscription_id: id.nullable(),
  /** Null for a port block whose session nobody could name. */
  session_id: id.nullable(),
  username: z.string().nullable(),
  calling_station_id: z.string().nullable(),
  nas_id: id,
  nas_name: z.string(),
  kind: z.enum(['framed-ip', 'framed-ipv6-address', 'framed-ipv6-prefix', 'delegated-ipv6-prefix', 'port-block']),
  /** An address, or a prefix as `2001:db8::/56`. */
  address: z.string(),
  /** Of a port block: the first and the last. */
  port_from: z.int().nullable(),
  port_to: z.int().nullable(),
  /** The address behind a port block. */
  inside_address: z.string().nullable(),
  from_at: instant,
  /** Null while it lasts. */
  to_at: instant.nullable(),
  ended_by: z
    .enum(['stop', 'nas-restart', 'stale', 'gone', 'replaced', 'transferred', 'changed', 'released', 'next-holder'])
    .nullable(),
  /** `open`: it lasts. `told`: the NAS said when it ended. `guessed`: it went silent, was found gone, or another began to have the address. */
  sure: z.enum(['open', 'told', 'guessed']),
  /** When its session was last heard of. */
  heard_at: instant.nullable(),
});
export type AddressUse = z.output<typeof AddressUse>;

const namesSomething = { error: 'name an address, an account or a session', path: ['address'] };

export const FindAddressUses = contract({
  summary:
    'Who had this address at that moment: IPv4, IPv6, a prefix, or a port of a shared address. Who asks is recorded',
  input: z
    .strictObject({
      ...listing,
      /** An address, or a prefix no shorter than /24 (IPv4) or /40 (IPv6). */
      address: addressOrRange.optional(),
      at: instant.optional(),
      port: z.coerce.number().int().min(0).max(65_535).optional(),
      account_id: id.optional(),
      /** With the account. */
      subscription_id: id.optional(),
      session_id: id.optional(),
      from: instant.optional(),
      to: instant.optional(),
    })
    .refine((asked) => asked.address ?? asked.account_id ?? asked.session_id, namesSomething),
  reply: pageOf(AddressUse),
});
export type FindAddressUses = z.output<typeof FindAddressUses.input>;

const portNumber = z.int().min(0).max(65_535);

export const ReportPortBlock = contract({
  summary:
    'A CGNAT gave a port block of a public address to somebody, or took it back; the same report again changes nothing',
  input: z
    .strictObject({
      nas_id: id,
      address: oneAddress,
      port_from: portNumber,
      port_to: portNumber,
      /** Whose it is: by the address behind the CGNAT, or by the session. */
      inside_address: oneAddress.optional(),
      session_id: id.optional(),
      from_at: instant,
      /** Left out while the block is held; told later with the same `from_at`. */
      to_at: instant.optional(),
    })
    .refine((block) => block.port_from <= block.port_to, { error: 'must not be below port_from', path: ['port_to'] })
    .refine((block) => !block.to_at || block.to_at >= block.from_at, {
      error: 'must not be before from_at',
      path: ['to_at'],
    })
    .refine((block) => block.inside_address ?? block.session_id, {
      error: 'name the address behind the CGNAT, or the session',
      path: ['inside_address'],
    }),
  reply: z.object({ account_id: id.nullable(), subscription_id: id.nullable(), session_id: id.nullable() }),
});
export type ReportPortBlock = z.output<typeof ReportPortBlock.input>;
