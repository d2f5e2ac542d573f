import type { SessionRecord } from './record.ts';

/** What a session is described by: told again, these are written again. */
export const DESCRIPTIONS = [
  'class',
  'nas_ip',
  'nas_identifier',
  'nas_port_id',
  'framed_ip',
  'framed_ipv6_address',
  'framed_ipv6_prefix',
  'delegated_ipv6_prefix',
  'framed_interface_id',
  'calling_station_id',
  'called_station_id',
] as const;

export type Description = Pick<SessionRecord, (typeof DESCRIPTIONS)[number]>;

const BITS_32 = 0x1_0000_0000;
const BITS_21 = 0x1f_ffff;

let low = 0;
let high = 0;

/** Two multiplicative hashes of 32 bits side by side (FNV-1a's offset and prime, and another pair). */
const mix = (code: number): void => {
  low = Math.imul(low ^ code, 0x0100_0193);
  high = Math.imul(high ^ code, 0x5bd1_e995);
  high ^= high >>> 15;
};

const END = 0x1_0000;
const ABSENT = 0x1_0001;

const mixText = (text: string | null): void => {
  if (text === null) {
    mix(ABSENT);
    return;
  }
  for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  mix(END);
};

/** A number of 53 bits made of a session's description and of where it came from: the same for the same. It is no proof against who wants two to be alike; they come under a NAS's secret. */
export const describe = (told: Description & Pick<SessionRecord, 'client'>): number => {
  low = 0x811c_9dc5 | 0;
  high = 0x27d4_eb2f;
  mixText(told.client);
  mixText(told.class);
  mixText(told.nas_ip);
  mixText(told.nas_identifier);
  mixText(told.nas_port_id);
  mixText(told.framed_ip);
  mixText(told.framed_ipv6_address);
  mixText(told.framed_ipv6_prefix);
  mixText(told.delegated_ipv6_prefix);
  mixText(told.framed_interface_id);
  mixText(told.calling_station_id);
  mixText(told.called_station_id);
  return ((high >>> 0) & BITS_21) * BITS_32 + (low >>> 0);
};
