import { ATTRIBUTE, type PacketView } from '@isp/radius';

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

/** Six groups of one or two digits are its octets; a seventh in front is the hardware type of a DHCP client identifier (RFC 2132 9.14), 1 for Ethernet. */
const fromGroups = (groups: number, octets: number, first: number): number => {
  if (groups === 6) return octets;
  return groups === 7 && first === 1 ? octets - MACS : -1;
};

/**
 * The MAC address that `size` octets of text are, whole, as a number below 2^48; -1 when they are none: twelve digits, six groups of one or
 * two (leading zeros may be left out, as MikroTik's DHCP server does), three of four, or two of six, with `:`, `-` or `.` between. Makes no garbage.
 */
export const macNumber = (text: Uint8Array, from: number, size: number): number => {
  let digits = 0;
  let number = 0;
  let groups = 0;
  let longest = 0;
  let octets = 0;
  let first = -1;
  let group = 0;
  let value = 0;
  for (let i = from; i <= from + size; i++) {
    const octet = text[i] as number;
    if (i === from + size || isSeparator(octet)) {
      if (group === 0) return -1;
      groups++;
      longest = Math.max(longest, group);
      octets = octets * 256 + value;
      if (first < 0) first = value;
      group = 0;
      value = 0;
      continue;
    }
    const digit = hexDigit(octet);
    if (digit < 0 || ++digits > 14) return -1;
    number = number * 16 + digit;
    value = value * 16 + digit;
    group++;
  }
  if (longest <= 2) return fromGroups(groups, octets, first);
  return digits === HEX_DIGITS && groups <= 3 && longest * groups === HEX_DIGITS ? number : -1;
};

/** The MAC address of the station that a packet comes from (Calling-Station-Id), -1 when it names none. Makes no garbage. */
export const stationIn = (view: PacketView): number => {
  const i = view.find(ATTRIBUTE.calling_station_id);
  if (i < 0) return -1;
  const mac = macNumber(view.bytes, view.start(i), view.size(i));
  return mac >= 0 ? mac : stationNumber(view.bytes, view.start(i), view.size(i));
};

/** A MAC address as people write it. */
export const macText = (number: number): string =>
  (number.toString(16).padStart(HEX_DIGITS, '0').match(/../g) ?? []).join(':');

/** A MAC address as it is stored: twelve digits. */
export const macDigits = (number: number): string => number.toString(16).padStart(HEX_DIGITS, '0');

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
