import { bigCount, contract, id, instant, line, nothing } from '@isp/values/wire';
import { z } from 'zod';

/** A word to find NASes by. */
const tag = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,39}$/u,
    'use letters, digits, ".", "_", ":" and "-", at most 40, without spaces',
  );
/** At most 20, each once. */
export const tags = z
  .array(tag)
  .max(20)
  .transform((all) => [...new Set(all)]);

const condition = z.enum(['wrong-secret', 'silent', 'coa-silent', 'never-heard', 'fine', 'disabled']);
export type NasConditionWord = z.output<typeof condition>;
const coaOutcome = z.enum(['ack', 'nak', 'timeout', 'unreachable']);

/** How a NAS is. */
export const NasCondition = z.object({
  /** The worst of what is wrong with it: `coa-silent` answered the last CoA or Disconnect not. */
  condition,
  /** When a request of it was last believed; null: never. */
  heard_at: instant.nullable(),
  wrong_secret_at: instant.nullable(),
  /** Open sessions, counted every minute, and those of them whose interim record is missing. */
  sessions: z.int(),
  sessions_silent: z.int(),
  coa_at: instant.nullable(),
  coa_outcome: coaOutcome.nullable(),
  coa_error_cause: z.int().nullable(),
  /** By quarters of an hour: over the last 15 to 30 minutes. */
  packets_per_min: z.number(),
  rejects_per_min: z.number(),
});
export type NasCondition = z.output<typeof NasCondition>;

export const nasFilters = { condition: condition.optional(), tag: tag.optional(), vendor: line(40).optional() };

const sessionKey = z.enum([
  'nas_ip_address',
  'nas_ipv6_address',
  'nas_identifier',
  'acct_session_id',
  'user_name',
  'framed_ip_address',
  'framed_ipv6_prefix',
  'calling_station_id',
  'called_station_id',
  'nas_port_id',
]);

const Change = z.object({
  /** Whether it is changed in a living session by CoA; else by a Disconnect, after which it logs in anew. */
  able: z.boolean(),
  /** Who says so: the make’s row, an operator, or the NAS, which refused it as unsupported. */
  because: z.enum(['make', 'operator', 'refused']),
  /** What an operator set; null: nothing. */
  set: z.boolean().nullable(),
  /** What its refusals said; null: it never refused it. */
  refused: z.object({ times: z.int(), error_cause: z.int(), last_at: instant }).nullable(),
});

/** What a NAS can be told about a living session, and how it finds it. */
const NasCapability = z.object({
  rate: Change,
  wall: Change,
  /** What a CoA or Disconnect names the session by. */
  session_keys: z.array(sessionKey),
  session_keys_because: z.enum(['make', 'operator']),
});
export type NasCapability = z.output<typeof NasCapability>;

export const GetNasHealth = contract({
  summary:
    'How a NAS is: when it was heard, what came by quarter of an hour, its secret’s change, what it can do by CoA',
  input: z.strictObject({ id }),
  reply: z.object({
    ...NasCondition.shape,
    auth_heard_at: instant.nullable(),
    acct_heard_at: instant.nullable(),
    /** It has a connection over TLS. */
    radsec_connected: z.boolean(),
    coa_answered_at: instant.nullable(),
    /** While its secret is being changed. */
    secret_change: z
      .object({
        made_at: instant,
        in_use: z.enum(['current', 'next', 'both', 'unknown']),
        /** When a request was last proven by each. */
        current_used_at: instant.nullable(),
        next_used_at: instant.nullable(),
        /** Since when by the next one alone. */
        next_alone_since: instant.nullable(),
        /** When the old one goes by itself, if it is not used meanwhile; null for a range, or while the next is not used alone. */
        ends_at: instant.nullable(),
      })
      .nullable(),
    /** The last question put to it by hand. */
    asked: z
      .object({
        at: instant,
        address: z.string(),
        /** null: under way. */
        outcome: z.enum(['ack', 'nak', 'timeout']).nullable(),
        error_cause: z.int().nullable(),
        took_ms: z.int().nullable(),
        secret: z.enum(['current', 'next']).nullable(),
      })
      .nullable(),
    capability: NasCapability,
    /** The last day. */
    quarters: z.array(
      z.object({
        at: instant,
        ...{ requests: bigCount, accepts: bigCount, walled: bigCount, rejects: bigCount, accounting: bigCount },
        ...{ repeated: bigCount, wrong_secret: bigCount, discards: bigCount },
      }),
    ),
  }),
});
export type NasHealth = z.output<typeof GetNasHealth.reply>;

export const SetNasCapability = contract({
  summary:
    'Say what a NAS can do by CoA and how it finds a session, where its make’s row is wrong; null: as the make does',
  input: z.strictObject({
    id,
    coa_rate: z.boolean().nullable(),
    coa_wall: z.boolean().nullable(),
    session_keys: z
      .array(sessionKey)
      .min(1)
      .transform((all) => [...new Set(all)])
      .nullable(),
  }),
  reply: NasCapability,
});
export type SetNasCapability = z.output<typeof SetNasCapability.input>;

export const ForgetNasRefusals = contract({
  summary: 'Forget what a NAS refused as unsupported: it is asked for it again',
  input: z.strictObject({ id }),
  reply: nothing,
  status: 204,
});

export const ChangeNasSecret = contract({
  summary:
    'Begin to change a NAS’s secret: from now on requests under either are believed; without one a strong one is made and shown this once',
  status: 201,
  input: z.strictObject({ id, secret: z.string().max(200).optional() }),
  reply: z.object({ made_at: instant, generated_secret: z.string().nullable() }),
});
export type ChangeNasSecret = z.output<typeof ChangeNasSecret.input>;

const anyway = z.boolean().default(false);

export const FinishNasSecret = contract({
  summary: 'End the change of a NAS’s secret: only the next one is believed from now on',
  input: z.strictObject({
    id,
    /** Although the next one was not seen in use alone. */
    anyway,
  }),
  reply: nothing,
  status: 204,
});
export type FinishNasSecret = z.output<typeof FinishNasSecret.input>;

export const KeepNasSecret = contract({
  summary: 'Give the change of a NAS’s secret up: the one it has stays, the next one is forgotten',
  input: z.strictObject({
    id,
    /** Although the next one is in use. */
    anyway: z.stringbool().default(false),
  }),
  reply: nothing,
  status: 204,
});
export type KeepNasSecret = z.output<typeof KeepNasSecret.input>;

export const AskNas = contract({
  summary: 'Ask a NAS by a CoA that names no session: any answer shows that it is reached and that the secret is right',
  status: 202,
  input: z.strictObject({ id }),
  reply: z.object({ asked_at: instant, address: z.string() }),
});

export const ListNasTags = contract({
  summary: 'The tags that NASes have, and how many have each',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(z.object({ tag: z.string(), count: z.int() })) }),
});

export const ImportNas = contract({
  summary: 'Add NASes from a CSV file: all of them, or, when a line is wrong, none',
  input: z.strictObject({
    /** Columns name and address; if wanted secret, vendor, coa_port, message_authenticator, radsec_identity, tags (with spaces between), by_identifier, new_at_most; for one told apart in a range, range (its name) and identifier in place of address. */
    csv: z.string().min(1).max(500_000),
    /** Only say what would be done. */
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    rows: z.int(),
    added: z.int(),
    problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), message: z.string() })),
    /** Secrets that were made for lines without one; shown this once. */
    generated: z.array(z.object({ name: z.string(), address: z.string(), secret: z.string() })),
  }),
});
export type ImportNas = z.output<typeof ImportNas.input>;
export type ImportedNas = z.output<typeof ImportNas.reply>;

const host = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9.:-]{1,253}$/, 'write an address or a host name');

const NasConfig = z.object({
  /** Where RADIUS is listened for, as the lines have it; null: as it is usual, for no RADIUS process was heard of. */
  server: z.string(),
  servers: z.array(z.string()),
  auth_port: z.int(),
  acct_port: z.int(),
  parts: z.array(z.object({ title: z.string(), note: z.string().nullable(), text: z.string() })),
});
export type NasConfig = z.output<typeof NasConfig>;

const configInput = z.strictObject({
  id,
  /** The address the NAS reaches us at; left out, the first that RADIUS is listened for at. */
  server: host.optional(),
  /** Another make than its own. */
  make: z.string().max(40).optional(),
});

export const GetNasConfig = contract({
  summary: 'The lines to paste into a NAS, for its make, with YOUR-SECRET where the secret goes',
  input: configInput,
  reply: NasConfig,
});
export type GetNasConfig = z.output<typeof GetNasConfig.input>;

export const GetNasConfigSecret = contract({
  summary:
    'The lines to paste into a NAS with its secret, the next one while it is being changed; who asked is written down',
  input: configInput,
  reply: z.object({ ...NasConfig.shape, secret: z.string() }),
});
