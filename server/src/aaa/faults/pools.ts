import { defineFault } from '@isp/values';

export const AddressTaken = defineFault(
  'aaa.address-taken',
  409,
  (p: { address: string; taken: string }) =>
    p.taken === p.address
      ? `${p.address} belongs to another subscription.`
      : `${p.address} overlaps ${p.taken}, which belongs to another subscription.`,
  'Choose another address, or take it from that subscription first.',
);
export const AddressInUse = defineFault(
  'aaa.address-in-use',
  409,
  (p: { address: string }) => `${p.address} is still used by the session of the subscription that had it before.`,
  'Disconnect that session first, or choose another address.',
);
export const AddressNotOfPool = defineFault(
  'aaa.address-not-of-pool',
  422,
  (p: { address: string; code: string }) =>
    `${p.address} lies in a range of pool ${p.code}, or around it, which gives out something else.`,
  'Choose one of the length that the pool gives out, or one outside every pool.',
);
export const PrefixInvalid = defineFault(
  'aaa.prefix-invalid',
  422,
  (p: { prefix: string }) => `${p.prefix} is not the beginning of an IPv6 prefix.`,
  'Write the prefix with its length, such as 2001:db8:1200::/56; the bits beyond the length are zero.',
);
export const PoolNotFound = defineFault(
  'aaa.pool-not-found',
  404,
  (p: { id: string }) => `There is no pool ${p.id}.`,
  'List the pools and use one of their ids.',
);
export const PoolCodeTaken = defineFault(
  'aaa.pool-code-taken',
  409,
  (p: { code: string }) => `There is a pool ${p.code} already.`,
  'Choose another code.',
);
const GIVES: Readonly<Record<string, string>> = {
  ipv4: 'IPv4 addresses',
  'ipv6-prefix': 'IPv6 prefixes of the link',
  'ipv6-delegated': 'delegated IPv6 prefixes',
};
export const PoolKindWrong = defineFault(
  'aaa.pool-kind-wrong',
  422,
  (p: { code: string; kind: string; wanted: string }) =>
    `Pool ${p.code} gives out ${GIVES[p.kind] ?? p.kind}, not ${GIVES[p.wanted] ?? p.wanted}.`,
  'Name a pool of the kind that is asked for.',
);
export const PoolIsOfNas = defineFault(
  'aaa.pool-is-of-nas',
  422,
  (p: { code: string }) => `The NAS keeps pool ${p.code}: it has no ranges here.`,
  'Set its ranges up on the NAS, or make a pool without nas_pool.',
);
export const PoolIsOurs = defineFault(
  'aaa.pool-is-ours',
  422,
  (p: { code: string }) => `Pool ${p.code} has its ranges here: no name of it is sent to the NAS.`,
  'Make another pool that the NAS keeps.',
);
export const PoolRangeNotFound = defineFault(
  'aaa.pool-range-not-found',
  404,
  (p: { id: string }) => `There is no range ${p.id}.`,
  'Read the pool and use one of its ranges’ ids.',
);
export const PoolRangeInvalid = defineFault(
  'aaa.pool-range-invalid',
  422,
  (p: { range: string; length: number }) =>
    `${p.range} cannot be given out in /${p.length}: it is no range, is of the other kind, leaves nothing to give out, or holds more than 2^40.`,
  'Give the range’s first address, such as 100.64.0.0/22 or 2001:db8::/40, and for IPv6 the length that each gets, such as 56.',
);
export const PoolRangeOverlaps = defineFault(
  'aaa.pool-range-overlaps',
  409,
  (p: { range: string; other: string; code: string }) => `${p.range} overlaps ${p.other} of pool ${p.code}.`,
  'Choose a range that no pool has.',
);
export const PoolRangeHoldsFixed = defineFault(
  'aaa.pool-range-holds-fixed',
  409,
  (p: { range: string; fixed: readonly string[] }) =>
    `In ${p.range}, or around it, lies what is fixed for somebody and is not what this pool gives out: ${p.fixed.join(', ')}.`,
  'Choose another range or length, or give those subscriptions other addresses first.',
);
export const AssignmentNotFound = defineFault(
  'aaa.assignment-not-found',
  404,
  (p: { address: string }) => `Nobody has ${p.address} assigned.`,
  'List the pool’s assignments and use one of their addresses.',
);
export const AssignmentFixed = defineFault(
  'aaa.assignment-fixed',
  409,
  (p: { address: string }) => `${p.address} is fixed for its subscription.`,
  'Change the fixed addresses of that subscription.',
);
export const AssignmentOnline = defineFault(
  'aaa.assignment-online',
  409,
  (p: { address: string }) => `The subscription that has ${p.address} is online.`,
  'Say disconnect to end its session now; the address is free for others once the NAS has let it go.',
);
