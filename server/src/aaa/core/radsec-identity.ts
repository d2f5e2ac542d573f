const FINGERPRINT = /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/;
const NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** True for a SHA-256 fingerprint as it is kept, false for a name. */
export const isFingerprint = (identity: string): boolean => FINGERPRINT.test(identity);

/**
 * By which certificate a NAS is known, in the form it is stored in: a SHA-256 fingerprint in pairs of upper-case digits, or a DNS name in lower case
 * (RFC 6614 2.4). `undefined` when the text is neither; a name with a wildcard is none.
 */
export const radsecIdentity = (text: string): string | undefined => {
  const digits = text.replace(/^\s*sha-?256[:=]/i, '').replaceAll(/[\s:]/g, '');
  if (/^[0-9a-f]{64}$/i.test(digits)) return digits.toUpperCase().replaceAll(/..(?=.)/g, '$&:');
  const name = text.trim().toLowerCase().replace(/\.$/, '');
  return name.length <= 253 && NAME.test(name) ? name : undefined;
};
