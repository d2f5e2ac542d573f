import type { Vendor } from '@isp/radius';
import type { Grant, Told } from './access.ts';
import type { Change } from './capability.ts';

/** What must be done to a live session so that it becomes what its subscription deserves. */
type Remedy = 'nothing' | 'coa' | 'disconnect';

const canChangeRate = (wanted: Grant, vendor: Vendor): boolean =>
  vendor.coa_changes.rate && wanted.rate_down_kbps !== null && wanted.rate_up_kbps !== null;

const isSameRate = (wanted: Grant, told: Told): boolean =>
  wanted.rate_down_kbps === told.told_rate_down_kbps && wanted.rate_up_kbps === told.told_rate_up_kbps;

/** What of a session is to become another. */
export const changesOf = (wanted: Grant, told: Told): Change[] => [
  ...(isSameRate(wanted, told) ? [] : (['rate'] as const)),
  ...(wanted.mode === told.told_mode ? [] : (['wall'] as const)),
];

/**
 * What brings a session from what its NAS was told to what is wanted: nothing when they agree or the NAS has let it go, CoA when its make can
 * do every change that way, else a Disconnect, after which it logs in anew. A speed limit cannot be lifted by CoA.
 * Another address is none of its business: it is the next log-in's, unless somebody disconnects the session for it.
 */
export const remedyFor = (wanted: Grant, told: Told, vendor: Vendor): Remedy => {
  if (told.told_mode === 'gone') return 'nothing';
  if (wanted.mode === 'deny') return 'disconnect';
  const sameRate = isSameRate(wanted, told);
  const sameMode = wanted.mode === told.told_mode;
  if (sameMode && sameRate) return 'nothing';
  const rateDone = sameRate || canChangeRate(wanted, vendor);
  const modeDone = sameMode || vendor.coa_changes.wall;
  return rateDone && modeDone ? 'coa' : 'disconnect';
};
