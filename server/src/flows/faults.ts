import { defineFault } from '@isp/values';

export const CurrencyDiffers = defineFault(
  'flows.currency-differs',
  409,
  (p: { account: string; other: string }) => `The account is billed in ${p.account}, this is in ${p.other}.`,
  'Choose one in the account’s currency.',
);
export const StartTooFar = defineFault(
  'flows.start-too-far',
  422,
  (p: { earliest: string; latest: string }) => `A subscription starts between ${p.earliest} and ${p.latest}.`,
  'Choose a day within a year of today.',
);
export const AccountHeld = defineFault(
  'flows.account-held',
  409,
  (p: { why: string }) => `The account is held: ${p.why}.`,
  'Put right what it names, then make the invoice again.',
);
export const BillRunUnderWay = defineFault(
  'flows.bill-run-under-way',
  409,
  () => 'Another bill run is under way; one goes on at a time.',
  'Look at the bill runs. When that one is done, start this again: it bills what is left, which may be nothing.',
);
export const ChangeTooFar = defineFault(
  'flows.change-too-far',
  422,
  (p: { earliest: string; latest: string }) => `A change takes effect between ${p.earliest} and ${p.latest}.`,
  'Choose a day within a year of today.',
);
export const PriceChangeTooSoon = defineFault(
  'flows.price-change-too-soon',
  422,
  (p: { earliest: string }) => `Running subscriptions get new terms from ${p.earliest} on at the earliest.`,
  'Choose that day or a later one: a period that has begun keeps its price.',
);
export const NoOlderVersion = defineFault(
  'flows.no-older-version',
  422,
  (p: { version: number; newest: number }) => `There is no version ${p.version} yet: the newest is ${p.newest}.`,
  'Name a version there is, or none for all of them.',
);
export const PasswordMissing = defineFault(
  'flows.username-missing',
  422,
  () => 'A password or its hash was given without a username.',
  'Give both, or neither: they are then made for you.',
);
export const InvoiceNotOpen = defineFault(
  'flows.invoice-not-open',
  409,
  (p: { id: string }) => `Invoice ${p.id} is not an open invoice of this account.`,
  'Name open invoices of the account, or none: the oldest are settled first.',
);
export const ImportUnreadable = defineFault(
  'flows.import-unreadable',
  422,
  (p: { why: string }) => `The file cannot be read as CSV: ${p.why}`,
  'Save it as CSV in UTF-8 with a header line: account,email,plan,username, password or password_hash, and optionally static_ip,mac,log_in_mac,circuit_id,remote_id,phone,address.',
);

export const StaffOnly = defineFault(
  'flows.staff-only',
  403,
  () => 'Only a member of staff has a log-in to the routers.',
  'Sign in as a member of staff.',
);
export const OwnPasswordWrong = defineFault(
  'flows.own-password-wrong',
  422,
  () => 'The current password is not right.',
  'Write the password you sign in with.',
);
export const DeviceRoleNone = defineFault(
  'flows.device-role-none',
  403,
  (p: { role: string }) => `The role ${p.role} may do nothing on the routers.`,
  'Have somebody who looks after staff set what the role may do there.',
);
export const DevicePasswordIsConsole = defineFault(
  'flows.device-password-is-console',
  422,
  () => 'The password for the routers is the one you sign in with.',
  'Choose another, or leave it out to have one made: over RADIUS a password may be sent in clear.',
);
export const NothingToTopUp = defineFault(
  'flows.nothing-to-top-up',
  409,
  (p: { what: 'time' | 'data' }) =>
    `The plan of this subscription limits no ${p.what === 'time' ? 'time' : 'volume'} by day, week, month, period or in all.`,
  'Look at the limits of the subscription, or change its plan.',
);
export const MoreOnline = defineFault(
  'flows.more-online',
  409,
  (p: { at_most: number }) => `More than ${p.at_most} sessions match now.`,
  'Look at the list again, and say how many may be ended at most.',
);
export const NobodyOnline = defineFault(
  'flows.nobody-online',
  409,
  () => 'No open session matches any more.',
  'Look at the list again: they may have ended meanwhile.',
);
export const DiscountUnclear = defineFault(
  'flows.discount-unclear',
  422,
  (p: { why: string }) => `The discount is not clear: ${p.why}.`,
  'Put right what it names and send it again.',
);
export const NotOfAccount = defineFault(
  'flows.not-of-account',
  422,
  (p: { id: string }) => `Subscription ${p.id} is not one of this account.`,
  'Use the id of one of the account’s subscriptions.',
);
export const DayNotOver = defineFault(
  'flows.day-not-over',
  409,
  (p: { day: string; zone: string }) =>
    `${p.day} is not over in ${p.zone}, where the legal entity or some of its accounts are.`,
  'Close the books through an earlier day, or wait until it is.',
);
export const NothingToHold = defineFault(
  'flows.nothing-to-hold',
  409,
  () => 'This run found no bill among these that can be held.',
  'Choose bills that are new, up, down, zero, negative or an outlier: what is the same or is not billed has nothing to hold.',
);
export const BillHeld = defineFault(
  'flows.bill-held',
  409,
  (p: { as_of: string; held_by: string }) =>
    `The bill of this account is held since the run of ${p.as_of}, by ${p.held_by}.`,
  'Look at it under Held bills and release it first.',
);
