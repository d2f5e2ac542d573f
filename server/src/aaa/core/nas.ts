import { VENDOR_ROWS } from '@isp/radius';
import { isNetwork, parseRange } from './address.ts';

/** Characters a shared secret must have at least: RFC 2865 3 refuses an empty one only; one we make has 32. */
export const LEAST_SECRET = 6;

/** The makes of NAS we know. */
export const VENDORS: readonly string[] = Object.keys(VENDOR_ROWS);

/** An address or range in the form it is stored in, with its prefix; `undefined` when it is none, or has bits beyond its prefix. */
export const nasAddress = (text: string): string | undefined => {
  const range = parseRange(text);
  if (range === undefined || !isNetwork(range)) return undefined;
  return text.includes('/') ? text : `${text}/${range.prefix}`;
};
