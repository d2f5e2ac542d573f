import type { DictionaryPart } from '../dictionary.ts';

/** Ubiquiti; most of its makes (airOS, EdgeOS, UniFi) take rates as WISPr attributes. */
export const UBIQUITI = [
  {
    source: 'Ubiquiti help centre, RADIUS attributes of UniFi access points (vendor 41112); rates in bit/s',
    vendor: { id: 41112, name: 'Ubiquiti' },
    attributes: [
      [1, 'UBNT-Data-Rate-DL', 'integer64'],
      [2, 'UBNT-Data-Rate-DL-Burst', 'integer64'],
      [3, 'UBNT-Data-Rate-UL', 'integer64'],
      [4, 'UBNT-Data-Rate-UL-Burst', 'integer64'],
      [5, 'UBNT-Tunnel-Password-Entry', 'tlv'],
      ['5.2', 'UBNT-Tunnel-Password', 'text', { hidden: 'salted' }],
      ['5.3', 'UBNT-Tunnel-Password-Keyid', 'text', { hidden: 'salted' }],
      [6, 'UBNT-Station-Keyid', 'text', { hidden: 'salted' }],
    ],
  },
] as const satisfies readonly DictionaryPart[];
