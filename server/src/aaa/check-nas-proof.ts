import type { Nas } from './contract.ts';
import { SignatureNeeded } from './faults.ts';

/** Throws when what is to be proven could not be: `has_own_secret` says that a NAS of a range has another secret than its range. */
export const checkNasProof = ({
  message_authenticator,
  by_identifier,
  has_own_secret,
}: Pick<Nas, 'message_authenticator' | 'by_identifier' | 'has_own_secret'>): void => {
  if (message_authenticator === 'required') return;
  if (has_own_secret) throw SignatureNeeded({ why: 'own-secret' });
  if (by_identifier === 'register') throw SignatureNeeded({ why: 'register' });
};
