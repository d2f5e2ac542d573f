/**
 * Network: what we run, and the addresses it has.
 *
 * A **pool** is a range of IPv4 addresses that subscriptions get theirs from; an **address** is allotted to one subscription at a time, or was given
 * back. Pools never overlap: the database refuses it. This room does not know who logs in, nor why.
 */
export { allotAddress } from './allot-address.ts';
export { createPool } from './create-pool.ts';
export { releaseAddress } from './release-address.ts';
