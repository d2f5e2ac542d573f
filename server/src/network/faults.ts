import { defineFault } from '@isp/values';

export const PoolsExhausted = defineFault(
  'network.pools-exhausted',
  409,
  () => 'No address pool has a free address.',
  'Add a pool under Network, or give a static address.',
);
export const PoolNotFound = defineFault(
  'network.pool-not-found',
  404,
  (p: { id: string }) => `There is no pool ${p.id}.`,
  'List the pools and use one of their ids.',
);
export const PoolOverlaps = defineFault(
  'network.pool-overlaps',
  409,
  (p: { range: string }) => `${p.range} overlaps another pool.`,
  'Choose a range that no other pool holds.',
);
export const PoolCodeTaken = defineFault(
  'network.pool-code-taken',
  409,
  (p: { code: string }) => `There is a pool ${p.code} already.`,
  'Choose another code.',
);
export const RangeNotNetwork = defineFault(
  'network.range-not-network',
  422,
  (p: { range: string }) => `${p.range} is not the beginning of a network, or is too small: a pool is /8 to /30.`,
  'Give the network’s first address, such as 10.20.0.0/22.',
);
export const AddressTaken = defineFault(
  'network.address-taken',
  409,
  (p: { address: string }) => `${p.address} belongs to another subscription.`,
  'Choose another address, or end that subscription first.',
);
