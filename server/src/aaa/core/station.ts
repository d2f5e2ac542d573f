const HEX_DIGITS = 12;
const hexDigit = (octet: number): number => {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 0x20;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};
const isSeparator = (octet: number): boolean => octet === 45 || octet === 46 || octet === 58;

/**
 * The MAC address that `size` octets of text begin with, as a number below 2^48; -1 when they do not. Separators (`:`, `-`, `.`) and case
 * do not matter, and what follows the twelfth digit is not looked at (some NASes add the SSID). Makes no garbage.
 */
export const stationNumber = (text: Uint8Array, from: number, size: number): number => {
  let number = 0;
  let digits = 0;
  for (let i = from; i < from + size && digits < HEX_DIGITS; i++) {
    const octet = text[i] as number;
    if (isSeparator(octet)) continue;
    const digit = hexDigit(octet);
    if (digit < 0) return -1;
    number = number * 16 + digit;
    digits++;
  }
  return digits === HEX_DIGITS ? number : -1;
};

const MACS = 2 ** 48;

/** A number for any Calling-Station-Id: its MAC address, else one above all MAC addresses that is made of its octets; -1 of none. Makes no garbage. */
export const stationKey = (text: Uint8Array, from: number, size: number): number => {
  if (size === 0) return -1;
  const mac = stationNumber(text, from, size);
  if (mac >= 0) return mac;
  let hash = 0;
  for (let i = from; i < from + size; i++) hash = Math.imul(hash ^ (text[i] as number), 0x01000193) + size;
  return MACS + (hash >>> 0);
};

/** The MAC address in a text as twelve hexadecimal digits, or `undefined` when it is none. */
export const normalMac = (text: string): string | undefined => {
  const digits = text.trim().replaceAll(/[:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(digits) ? digits : undefined;
};
