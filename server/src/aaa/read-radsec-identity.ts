import { radsecIdentity } from './core/radsec-identity.ts';
import { RadsecIdentityInvalid } from './faults.ts';

/** A RadSec identity as it is stored; null stays. Throws when it is written as none can be. */
export const readRadsecIdentity = (written: string | null): string | null => {
  const identity = written === null ? null : radsecIdentity(written);
  if (identity === undefined) throw RadsecIdentityInvalid({ radsec_identity: written ?? '' });
  return identity;
};
