import type { DictionaryPart } from '../dictionary.ts';

/** The access loop as the access node saw it: circuit, rates, delays; the same ids a DHCP relay writes into option 82. */
export const BROADBAND_FORUM = [
  {
    source: 'RFC 4679, 3.3; rates in bit/s, delays in ms',
    vendor: { id: 3561, name: 'ADSL-Forum' },
    attributes: [
      [1, 'Agent-Circuit-Id', 'octets'],
      [2, 'Agent-Remote-Id', 'octets'],
      [129, 'Actual-Data-Rate-Upstream', 'integer'],
      [130, 'Actual-Data-Rate-Downstream', 'integer'],
      [131, 'Minimum-Data-Rate-Upstream', 'integer'],
      [132, 'Minimum-Data-Rate-Downstream', 'integer'],
      [133, 'Attainable-Data-Rate-Upstream', 'integer'],
      [134, 'Attainable-Data-Rate-Downstream', 'integer'],
      [135, 'Maximum-Data-Rate-Upstream', 'integer'],
      [136, 'Maximum-Data-Rate-Downstream', 'integer'],
      [137, 'Minimum-Data-Rate-Upstream-Low-Power', 'integer'],
      [138, 'Minimum-Data-Rate-Downstream-Low-Power', 'integer'],
      [139, 'Maximum-Interleaving-Delay-Upstream', 'integer'],
      [140, 'Actual-Interleaving-Delay-Upstream', 'integer'],
      [141, 'Maximum-Interleaving-Delay-Downstream', 'integer'],
      [142, 'Actual-Interleaving-Delay-Downstream', 'integer'],
      [144, 'Access-Loop-Encapsulation', 'octets', { octets: 3 }],
      [254, 'IWF-Session', 'octets', { octets: 0, may_be_empty: true }],
    ],
  },
] as const satisfies readonly DictionaryPart[];
