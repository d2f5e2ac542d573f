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
export const SoldAsCharge = defineFault(
  'flows.sold-as-charge',
  422,
  (p: { code: string }) => `Plan ${p.code} is paid once: it is no subscription.`,
  'Charge the account for it instead, or choose a plan of a service.',
);
export const OneEach = defineFault(
  'flows.one-each',
  422,
  (p: { code: string }) => `Plan ${p.code} is one of each subscription: what gives Internet access has a log-in.`,
  'Leave the quantity out, and subscribe once for each connection.',
);
export const ParentMissing = defineFault(
  'flows.parent-missing',
  422,
  (p: { code: string }) => `Plan ${p.code} is an add-on: it goes on top of a subscription.`,
  'Name the subscription it is added to in parent_id.',
);
export const NoAddOn = defineFault(
  'flows.no-add-on',
  422,
  (p: { code: string }) => `Plan ${p.code} is no add-on: it cannot be added to a subscription.`,
  'Leave parent_id out, or choose an add-on.',
);
export const ParentUnfit = defineFault(
  'flows.parent-unfit',
  422,
  (p: { code: string; why: string }) => `Add-on ${p.code} cannot be added to this subscription: ${p.why}.`,
  'Choose another subscription, add-on or day, or say on the add-on which plans it goes on.',
);
export const AddOnsUnfit = defineFault(
  'flows.add-ons-unfit',
  409,
  (p: { code: string; add_ons: readonly string[] }) =>
    `Plan ${p.code} does not go with what the subscription has on top: ${p.add_ons.join(', ')}.`,
  'End these add-ons first, or say on them that they go on that plan.',
);
export const KindDiffers = defineFault(
  'flows.kind-differs',
  422,
  (p: { code: string; kind: string }) =>
    `Plan ${p.code} is of the kind ${p.kind}: this subscription cannot change to it.`,
  'An add-on changes to an add-on, a service to a service, a bundle to a bundle. A bundle is dissolved into its parts; else end this one and subscribe anew.',
);
export const PartUnfit = defineFault(
  'flows.part-unfit',
  422,
  (p: { code: string; why: string }) => `Plan ${p.code} cannot be a part of this bundle: ${p.why}.`,
  'Name parts of the bundle’s version by their plan, or publish a version of the bundle with other parts.',
);
export const PartOfBundle = defineFault(
  'flows.part-of-bundle',
  409,
  () => 'This is a part of a bundle: its plan, price and periods are the bundle’s.',
  'Change the bundle, end an optional part, or dissolve the bundle: its parts then stand by themselves.',
);
export const RequiredPart = defineFault(
  'flows.required-part',
  409,
  (p: { bundle: string }) => `${p.bundle} always comes with this part: it does not end alone.`,
  'End the whole bundle, change it to a bundle without this part, or dissolve it and then end this one.',
);
export const NoBundle = defineFault(
  'flows.no-bundle',
  409,
  () => 'This subscription has no parts on that day that could go on by themselves.',
  'Choose a bundle that runs, and a day on which it does.',
);
export const BundleHasAddOns = defineFault(
  'flows.bundle-has-add-ons',
  409,
  (p: { add_ons: readonly string[] }) =>
    `The bundle has add-ons that would be left on nothing: ${p.add_ons.join(', ')}.`,
  'End these add-ons first; add them to one of the parts afterwards.',
);
export const BundleDissolves = defineFault(
  'flows.bundle-dissolves',
  409,
  (p: { on: string }) => `This bundle is to be dissolved on ${p.on}.`,
  'Take that back first (an end of null), then end it on another day.',
);
export const BundlePriceUndivided = defineFault(
  'flows.bundle-price-undivided',
  422,
  (p: { price: string }) =>
    `A price of ${p.price} (in the smallest coins) does not divide into whole prices of the bundle’s parts.`,
  'Give a price that divides by the number of the parts of which there are several.',
);
export const BundleUnfit = defineFault(
  'flows.bundle-unfit',
  422,
  (p: { why: string }) => `This does not go with a bundle: ${p.why}.`,
  'Say it of a part in parts, or leave it out.',
);
export const PartsDiffer = defineFault(
  'flows.parts-differ',
  422,
  (p: { version: number }) =>
    `Version ${p.version} sells other parts: running bundles do not get the new ones by a price change.`,
  'Leave running out, name in up_to_version the versions that sell the same parts, or change those bundles one by one.',
);
export const PlanOutOfArea = defineFault(
  'flows.plan-out-of-area',
  409,
  (p: { code: string; areas: readonly string[]; address: string }) =>
    `Plan ${p.code} is not sold at ${p.address}: it is sold only in ${p.areas.join(', ')}.`,
  'Choose a plan that is available there, put the address right, or say in out_of_area why it is sold all the same, if you may.',
);
export const FollowsParent = defineFault(
  'flows.follows-parent',
  409,
  () => 'An add-on is paused and suspended with the subscription it is on, not by itself.',
  'Do it to that subscription, or end the add-on.',
);
export const OutlivesParent = defineFault(
  'flows.outlives-parent',
  409,
  (p: { ended_on: string }) => `The subscription it is on ends on ${p.ended_on}, and the add-on with it.`,
  'Choose an earlier day, or change the end of that subscription.',
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
export const PackUnfit = defineFault(
  'flows.pack-unfit',
  422,
  (p: { code: string; why: string }) => `Pack ${p.code} cannot be bought: ${p.why}.`,
  'Choose a pack that is sold for the plan of this subscription, in the account’s currency.',
);
export const PackUsed = defineFault(
  'flows.pack-used',
  409,
  () => 'Some of this pack is used already, or its time is over.',
  'Leave it with the subscriber; once it is billed, give money back by a credit note.',
);
export const PackRuleUnclear = defineFault(
  'flows.pack-rule-unclear',
  422,
  () => 'A pack of time is bought when nothing is left, not before.',
  'Leave at_percent out, or choose a pack of data.',
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
export const ChargeUnclear = defineFault(
  'flows.charge-unclear',
  422,
  (p: { why: string }) => `The charge is not clear: ${p.why}.`,
  'Name a plan that is sold once, or write what it is for and what one of it costs.',
);
export const ReverseChargeUnclear = defineFault(
  'flows.reverse-charge-unclear',
  422,
  () => 'The account has no tax number, which an invoice with reverse charge must show.',
  'Write the tax number in the account’s particulars first.',
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
export const NoUseBilledSince = defineFault(
  'flows.no-use-billed-since',
  409,
  (p: { from_on: string }) => `No use of this subscription is billed for ${p.from_on} or later.`,
  'Use that is not billed yet needs nothing: its next invoice counts what is known by then.',
);
export const ActRefused = defineFault(
  'flows.act-refused',
  422,
  (p: { no: number; kind: string; on: string; why: string }) =>
    `Act ${p.no} (${p.kind} on ${p.on}) is refused: ${p.why}`,
  'Change or leave out what it names, and rehearse again.',
);
export const ActOutside = defineFault(
  'flows.act-outside',
  422,
  (p: { no: number; on: string; from_on: string; to_on: string }) =>
    `Act ${p.no} (${p.on}) is not within the rehearsal, from ${p.from_on} up to ${p.to_on}.`,
  'Choose a day within it, or rehearse more months.',
);
export const TransferredToItself = defineFault(
  'flows.transferred-to-itself',
  422,
  () => 'This subscription is of that account already.',
  'Choose the account that is to pay for it.',
);
export const LegalEntityDiffers = defineFault(
  'flows.legal-entity-differs',
  409,
  (p: { number: string }) => `Account ${p.number} is billed by another legal entity.`,
  'Choose or open an account of the same legal entity.',
);
export const ZoneDiffers = defineFault(
  'flows.zone-differs',
  409,
  (p: { number: string; zone: string; other: string }) =>
    `Account ${p.number} lives by the time of ${p.zone}, this subscription by that of ${p.other}: a day would be paid for twice, or by nobody.`,
  'Choose or open an account in the same time zone.',
);
export const TransferUnfit = defineFault(
  'flows.transfer-unfit',
  409,
  (p: { why: string }) => `This subscription cannot go to another account: ${p.why}.`,
  'Take back or wait for what it names, or end the subscription and subscribe the other account.',
);
export const TransferDayUnfit = defineFault(
  'flows.transfer-day-unfit',
  422,
  (p: { on: string; why: string }) => `This subscription cannot go to another account on ${p.on}: ${p.why}.`,
  'Choose today or another day, or have it go with the next period.',
);
export const TransferPlanned = defineFault(
  'flows.transfer-planned',
  409,
  (p: { on: string }) => `This subscription goes to another account on ${p.on}.`,
  'Wait until then, or take the transfer back first.',
);
export const QuoteLineUnclear = defineFault(
  'flows.quote-line-unclear',
  422,
  (p: { of: string; why: string }) => `What ${p.of} goes on is not clear: ${p.why}.`,
  'Name one line of this quote that is no add-on, or one subscription of the account.',
);
export const QuoteOfOther = defineFault(
  'flows.quote-of-other',
  422,
  () => 'The quote that is to be replaced is of another account.',
  'Use the id of one of the account’s quotes.',
);
export const QuoteValidPast = defineFault(
  'flows.quote-valid-past',
  422,
  (p: { today: string }) => `The last day of the quote is over: it is ${p.today} where the account is.`,
  'Choose today or a later day.',
);
export const QuoteUnbillable = defineFault(
  'flows.quote-unbillable',
  422,
  (p: { why: string }) => `What the quote comes to cannot be reckoned: ${p.why}.`,
  'Put that right first: the account’s bills would be held for the same reason.',
);

export const BeingBilled = defineFault(
  'flows.being-billed',
  409,
  () => 'One of these accounts is being billed at this moment.',
  'Try again in a few seconds.',
);

export const RehearsalTooLarge = defineFault(
  'flows.rehearsal-too-large',
  422,
  (p: { number: string; most: number }) =>
    `Account ${p.number} pays for more than ${p.most} others, which are not rehearsed at once.`,
  'Look at its running bill, or make a dry run.',
);
