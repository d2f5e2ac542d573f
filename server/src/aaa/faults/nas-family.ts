import { defineFault } from '@isp/values';

export const NasPlaceNeeded = defineFault(
  'aaa.nas-place-needed',
  422,
  () => 'A NAS is at an address, or it is told apart in a range by its NAS-Identifier.',
  'Give either address, or range_id together with identifier.',
);
export const RangeNotTold = defineFault(
  'aaa.range-not-told',
  422,
  (p: { range: string }) => `${p.range} is no NAS entry that tells its NASes apart by NAS-Identifier.`,
  'Set by_identifier of that entry to "refuse" or "register" first.',
);
export const NasIdentifierTaken = defineFault(
  'aaa.nas-identifier-taken',
  409,
  (p: { identifier: string }) => `There is a NAS that calls itself ${p.identifier} in this range already.`,
  'Change that one, or have this one call itself something else.',
);
export const NasOfRange = defineFault(
  'aaa.nas-of-range',
  422,
  (p: { name: string; range: string }) =>
    `${p.name} is told apart in ${p.range}: it has that address, and none are told apart within it.`,
  'Leave address and by_identifier out, or change them of the range.',
);
export const SecretOfRange = defineFault(
  'aaa.secret-of-range',
  409,
  (p: { name: string }) => `${p.name} has the secret of its range.`,
  'Change the secret of the range, or give this NAS one of its own.',
);
export const NoRangeSecret = defineFault(
  'aaa.no-range-secret',
  422,
  (p: { name: string }) => `${p.name} is in no range whose secret it could have.`,
  'Give it a secret.',
);
export const SignatureNeeded = defineFault(
  'aaa.signature-needed',
  422,
  (p: { why: 'own-secret' | 'register' }) =>
    p.why === 'own-secret'
      ? 'Which of several secrets a log-in is under, only its Message-Authenticator proves.'
      : 'A log-in without Message-Authenticator proves nothing, so it can register no NAS.',
  'Set message_authenticator to "required", or leave the secret, or the registering, out.',
);
export const RangeHasNases = defineFault(
  'aaa.range-has-nases',
  409,
  (p: { name: string; count: number }) => `${p.name} has ${p.count} NASes in use that are told apart.`,
  'Disable those first: what they send would be taken for that of one NAS.',
);
