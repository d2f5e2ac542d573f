import { bigCount, contract, currency, day, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { BundlePart } from '../tariffs/contract.ts';

export * from './contract/bill-findings.ts';
export { ListDrafts } from './contract/drafts.ts';
export { InvoiceQuotes } from './contract/invoice-quotes.ts';
export * from './contract/journal.ts';
export { LineRecords } from './contract/line-records.ts';
export * from './contract/line-sources.ts';
export { ListPackSales } from './contract/pack-sales.ts';
export * from './contract/price-changes.ts';
export { AccountStatement } from './contract/statement.ts';
export { ListTransfers } from './contract/transfers.ts';

const SubscriptionState = z.enum(['pending', 'active', 'paused', 'suspended', 'ended']);

export const AccountRow = z.object({
  id,
  number: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  city: z.string().nullable(),
  state: z.enum(['active', 'closed']),
  currency,
  created_at: instant,
  /** Its newest subscription's plan and state; add-ons aside. */
  plan_code: z.string().nullable(),
  plan_name: z.string().nullable(),
  service_state: SubscriptionState.nullable(),
  subscriptions: z.int(),
  open_minor: minor,
  overdue_minor: minor,
  online: z.boolean(),
  /** The number of the account that pays for it. */
  payer_number: z.string().nullable(),
});
export type AccountRow = z.output<typeof AccountRow>;

export const ListAccounts = contract({
  summary: 'Accounts with plan, state, what they owe and whether they are online',
  input: z.strictObject({
    ...listing,
    q: z.string().max(100).optional(),
    state: z.enum(['active', 'closed']).optional(),
    service_state: SubscriptionState.optional(),
    plan_id: id.optional(),
    overdue: z.stringbool().optional(),
    online: z.stringbool().optional(),
    /** Those that this account pays for. */
    payer_id: id.optional(),
  }),
  reply: pageOf(AccountRow),
});
export type ListAccounts = z.output<typeof ListAccounts.input>;

const LiveSession = z.object({
  id,
  nas_name: z.string(),
  username: z.string(),
  framed_ip: z.string().nullable(),
  calling_station_id: z.string().nullable(),
  nas_port_id: z.string().nullable(),
  started_at: instant,
  heard_at: instant,
  input_octets: bigCount,
  output_octets: bigCount,
});

export const AccountPage = contract({
  summary:
    'Everything the account’s page shows first: subscriptions with plan, log-in, access and live sessions, and the balance',
  input: z.strictObject({ id }),
  reply: z.object({
    subscriptions: z.array(
      z.object({
        id,
        plan_id: id,
        plan_code: z.string(),
        plan_name: z.string(),
        plan_version: z.int().nullable(),
        plan_kind: z.enum(['internet', 'voice', 'tv', 'recurring', 'add-on', 'one-time', 'bundle']),
        /** The subscription that it was added to, or the bundle that it is a part of. */
        parent_id: id.nullable(),
        /** Whether it is a part of a bundle: its price is its share. */
        is_part: z.boolean(),
        /** Of a bundle, and of a part: what the bundle’s version sells together. */
        bundle_parts: z.array(BundlePart),
        /** How many of it. */
        quantity: z.int(),
        state: SubscriptionState,
        suspended_for: z.array(z.string()),
        /** Of one of it. */
        price_minor: minor.nullable(),
        currency,
        cycle_unit: z.string(),
        cycle_count: z.int(),
        started_on: day.nullable(),
        ended_on: day.nullable(),
        next_bill_on: day.nullable(),
        anchor_day: z.int().nullable(),
        rate_down_kbps: z.int().nullable(),
        rate_up_kbps: z.int().nullable(),
        included_bytes: bigCount.nullable(),
        used_bytes: bigCount,
        period_from: day.nullable(),
        period_to: day.nullable(),
        username: z.string().nullable(),
        /** What it has, fixed or assigned. */
        framed_ip: z.string().nullable(),
        framed_ipv6_prefix: z.string().nullable(),
        delegated_ipv6_prefix: z.string().nullable(),
        /** Which of these are its own, whatever its plan says. */
        fixed_addresses: z.array(z.enum(['ipv4', 'ipv6-prefix', 'ipv6-delegated'])),
        access_mode: z.enum(['allow', 'walled', 'deny']).nullable(),
        access_reason: z.string().nullable(),
        sessions: z.array(LiveSession),
      }),
    ),
    balance: z.object({
      currency,
      open_minor: minor,
      overdue_minor: minor,
      credit_minor: minor,
      oldest_due_on: day.nullable(),
    }),
    /** Who pays for it, and what that account owes; null: nobody else. */
    payer: z.object({ id, number: z.string(), name: z.string(), open_minor: minor, overdue_minor: minor }).nullable(),
    /** How many accounts it pays for. */
    pays_for: z.int(),
  }),
});
export type AccountPage = z.output<typeof AccountPage.reply>;

/** One thing that happened to an account. `kind` chooses the icon; `title` and `detail` are for people; `ref` leads to the thing itself. */
export const TimelineItem = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum([
    'account',
    'subscription',
    'access',
    'session',
    'login',
    'coa',
    'invoice',
    'credit',
    'payment',
    'dunning',
    'note',
    'credential',
    'address',
  ]),
  title: z.string(),
  detail: z.string().nullable(),
  amount_minor: minor.nullable(),
  currency: currency.nullable(),
  actor: z.string().nullable(),
  ref: z.object({ kind: z.enum(['invoice', 'credit_note', 'payment', 'session', 'subscription']), id }).nullable(),
});
export type TimelineItem = z.output<typeof TimelineItem>;

export const ListTimeline = contract({
  summary:
    'The account’s whole story, newest first: documents, money, sessions, log-ins, packets sent to the network, changes and notes',
  input: z.strictObject({
    account_id: id,
    limit: listing.limit,
    cursor: listing.cursor,
    kind: TimelineItem.shape.kind.optional(),
  }),
  reply: pageOf(TimelineItem),
});

export const OnlineRow = z.object({
  ...LiveSession.shape,
  framed_ipv6_prefix: z.string().nullable(),
  delegated_ipv6_prefix: z.string().nullable(),
  account_id: id.nullable(),
  account_name: z.string().nullable(),
  account_number: z.string().nullable(),
  subscription_id: id.nullable(),
  nas_id: id,
  plan_code: z.string().nullable(),
  access_mode: z.enum(['allow', 'walled', 'deny']).nullable(),
  /** The speed between its last two records; null before the second. */
  seen_rate_down_kbps: z.int().nullable(),
  seen_rate_up_kbps: z.int().nullable(),
  /** What its NAS was told last. */
  told_mode: z.enum(['allow', 'walled', 'gone']).nullable(),
  told_rate_down_kbps: z.int().nullable(),
  told_rate_up_kbps: z.int().nullable(),
  /** False when that is not what it deserves now. */
  as_told: z.boolean(),
});
export type OnlineRow = z.output<typeof OnlineRow>;

export const ListOnline = contract({
  summary: 'Sessions that are open now; the first page says how many match',
  input: z.strictObject({
    ...listing,
    /** In the user name, the account’s name, the station or the address. */
    q: z.string().max(100).optional(),
    nas_id: id.optional(),
    plan_id: id.optional(),
    access_mode: z.enum(['allow', 'walled', 'deny']).optional(),
    /** Only those whose NAS was told other than they deserve now. */
    not_as_told: z.stringbool().optional(),
    /** Only these, by their ids separated by commas: those no more there have ended. */
    ids: z
      .string()
      .max(8000)
      .transform((text) => text.split(','))
      .pipe(z.array(id).min(1).max(200))
      .optional(),
  }),
  reply: pageOf(OnlineRow),
});
export type ListOnline = z.output<typeof ListOnline.input>;

export const Search = contract({
  summary: 'Find an account, invoice, session or device by name, number, phone, address, username, MAC or IP',
  input: z.strictObject({ q: z.string().trim().min(1).max(100) }),
  reply: z.object({
    hits: z.array(
      z.object({
        kind: z.enum(['account', 'invoice', 'credit_note', 'plan', 'nas', 'address', 'voucher']),
        /** Of an address: itself. */
        id: z.string(),
        title: z.string(),
        detail: z.string(),
        /** What matched: name, number, username, … */
        by: z.string(),
      }),
    ),
  }),
});

export const Dashboard = contract({
  summary: 'The day at a glance',
  input: z.strictObject({}),
  reply: z.object({
    now: instant,
    /** When accounts, subscriptions, sessions and debts were counted: with many, some minutes ago. All else is of this moment. */
    as_of: instant,
    currency,
    online: z.int(),
    walled: z.int(),
    accounts: z.int(),
    subscriptions: z.object({ active: z.int(), suspended: z.int(), pending: z.int() }),
    /** Issued and received today, this month and the month before. */
    revenue: z.object({ today_minor: minor, month_minor: minor, last_month_minor: minor }),
    received: z.object({ today_minor: minor, month_minor: minor, last_month_minor: minor }),
    overdue: z.object({ accounts: z.int(), amount_minor: minor }),
    logins: z.object({ accepts: z.int(), rejects: z.int(), walled: z.int() }),
    reject_reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
    discards: z.array(z.object({ client: z.string(), reason: z.string(), count: bigCount })),
    /** The last 12 months. */
    months: z.array(z.object({ month: z.string(), issued_minor: minor, received_minor: minor })),
    /** The last 24 hours. */
    traffic: z.array(z.object({ at: instant, input_octets: bigCount, output_octets: bigCount })),
  }),
});

export const UsageChart = contract({
  summary:
    'Octets used by an account or one of its subscriptions, by hour (UTC), or by day or month of the account’s time zone',
  input: z.strictObject({
    account_id: id,
    subscription_id: id.optional(),
    /** The buckets that lie in this time, or in part: each is given whole. */
    from: instant,
    to: instant,
    bucket: z.enum(['hour', 'day', 'month']).default('day'),
  }),
  reply: z.object({
    zone: z.string(),
    items: z.array(z.object({ at: instant, input_octets: bigCount, output_octets: bigCount })),
  }),
});
export type UsageChart = z.output<typeof UsageChart.input>;

export const AccountNames = contract({
  summary: 'Names of up to 200 accounts at once, by their ids separated by commas',
  input: z.strictObject({
    ids: z
      .string()
      .max(8000)
      .transform((text) => text.split(','))
      .pipe(z.array(id).min(1).max(200)),
  }),
  reply: z.object({ items: z.array(z.object({ id, number: z.string(), name: z.string() })) }),
});

export const Assignment = z.object({
  /** The address or prefix, as CIDR. */
  id: z.string(),
  address: z.string(),
  fixed: z.boolean(),
  account_id: id,
  account_number: z.string(),
  account_name: z.string(),
  subscription_id: id,
  username: z.string().nullable(),
  assigned_at: instant,
  /** When it was used last, as far as is known; of one that is online, now. */
  used_at: instant,
  online: z.boolean(),
});

export const ListAssignments = contract({
  summary: 'Who has what of a pool; by address, account or user name',
  input: z.strictObject({
    ...listing,
    pool_id: id,
    range_id: id.optional(),
    q: z.string().max(100).optional(),
    fixed: z.stringbool().optional(),
  }),
  reply: pageOf(Assignment),
});
export type ListAssignments = z.output<typeof ListAssignments.input>;

const DeviceLevel = z.enum(['read', 'operate', 'full']);

export const OwnDeviceLogIn = z.object({
  /** What my role may do on the routers. */
  device_level: z.enum(['none', 'read', 'operate', 'full']),
  /** What I log in to them as; null without a password for them. */
  username: z.string().nullable(),
  changed_at: instant.nullable(),
});
export type OwnDeviceLogIn = z.output<typeof OwnDeviceLogIn>;

export const GetOwnDeviceLogIn = contract({
  summary: 'My log-in to the routers',
  input: z.strictObject({}),
  reply: OwnDeviceLogIn,
});

export const DeviceLogIn = z.object({
  /** Of the member of staff. */
  id,
  name: z.string(),
  email: z.string(),
  role: z.string(),
  username: z.string(),
  level: DeviceLevel,
  changed_at: instant,
});
export type DeviceLogIn = z.output<typeof DeviceLogIn>;

export const ListDeviceLogIns = contract({
  summary: 'Who of the staff may log in to the routers, and as what',
  input: z.strictObject({ ...listing }),
  reply: pageOf(DeviceLogIn),
});
