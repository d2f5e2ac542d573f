/** A permission in plain words. */
interface Named {
  readonly permission: string;
  readonly label: string;
}

/** The permissions of one room. */
export interface RoomPermissions {
  readonly room: string;
  readonly label: string;
  readonly items: readonly Named[];
}

const named = (room: string, label: string, items: Readonly<Record<string, string>>): RoomPermissions => ({
  room,
  label,
  items: Object.entries(items).map(([verb, text]) => ({ permission: `${room}.${verb}`, label: text })),
});

/** Everything a role can permit, in plain words, by room. */
export const PERMISSIONS: readonly RoomPermissions[] = [
  named('crm', 'Accounts', {
    read: 'See accounts and what they have',
    write: 'Open, change and close accounts',
    notes: 'Read and write notes',
    quotes: 'Write, send and withdraw quotes',
    timeline: 'See the whole story of an account',
    search: 'Search everything',
  }),
  named('tariffs', 'Plans', {
    read: 'See plans',
    write: 'Make plans, publish terms, retire plans',
  }),
  named('subscriptions', 'Subscriptions', {
    read: 'See subscriptions',
    write: 'Subscribe, change plan, suspend, resume, end',
    'out-of-area': 'Sell plans outside their areas, with a reason',
  }),
  named('billing', 'Billing', {
    read: 'See invoices, taxes and the legal entity',
    write: 'Change the legal entity, taxes and dunning',
    discounts: 'Give and end discounts',
    exemptions: 'Exempt accounts from taxes',
    runs: 'See bill runs and dunning',
    issue: 'Start bill runs',
    ledger: 'See the ledger and export it',
    close: 'Close the books and open them again',
  }),
  named('metering', 'Metered services', {
    read: 'See meters and what was used by them',
    write: 'Make meters, set the numbers of subscriptions',
    record: 'Record use, import files of it',
  }),
  named('payments', 'Payments', {
    read: 'See payments',
    write: 'Record payments and take them back',
  }),
  named('aaa', 'RADIUS', {
    read: 'See sessions, log-ins, use, NASes and address pools',
    write: 'Change NASes, credentials and address pools',
    disconnect: 'Disconnect sessions',
    retention: 'Set how long records are kept',
    'read-secret': 'See the secrets of NASes',
  }),
  named('vouchers', 'Vouchers', {
    read: 'See batches of vouchers and what was used',
    write: 'Make, extend, cancel and remove vouchers',
    codes: 'See and print their codes',
  }),
  named('reports', 'Reports', { read: 'See the dashboard' }),
  named('identity', 'Staff and access', {
    read: 'See staff, roles and API clients',
    write: 'Change staff, roles and API clients',
  }),
  named('sandbox', 'Sandbox', { turn: 'Turn the sandbox’s clock' }),
];

const KNOWN = new Map(
  PERMISSIONS.flatMap(({ room, label, items }) => [
    [`${room}.*`, `Everything in ${label}`] as const,
    ...items.map((item) => [item.permission, `${label}: ${item.label.toLowerCase()}`] as const),
  ]),
);

/** A permission in plain words; as it is when it has none. */
export const permissionText = (permission: string): string =>
  permission === '*' ? 'Everything' : (KNOWN.get(permission) ?? permission);

const roomOf = (permission: string): string => permission.slice(0, permission.indexOf('.'));

/** True when a set of permissions permits this one, by itself or by a wider one. */
export const permits = (held: readonly string[], permission: string): boolean =>
  held.includes('*') || held.includes(permission) || held.includes(`${roomOf(permission)}.*`);

/** The set with a permission put in or taken out; a wider one is kept as it is, and swallows what it contains. */
export const toggled = (held: readonly string[], permission: string): string[] => {
  if (held.includes(permission)) return held.filter((each) => each !== permission);
  const room = roomOf(permission);
  const rest = permission.endsWith('.*') ? held.filter((each) => roomOf(each) !== room) : held;
  return [...rest, permission].sort();
};
