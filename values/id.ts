/** A UUIDv7 (RFC 9562 §5.7) in lower-case text: ids made later sort later. */
export type Id = string;

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True when the text has the form of an id. */
export const isId = (text: string): text is Id => PATTERN.test(text);

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

const made = new Uint8Array(16);

const hex = (from: number, to: number): string => {
  let text = '';
  for (let i = from; i < to; i++) text += HEX[made[i] as number];
  return text;
};

/** A UUIDv7 from a time in milliseconds and ten random octets. */
export const idFrom = (ms: number, random: Uint8Array): Id => {
  for (let i = 5, t = ms; i >= 0; i--, t = Math.floor(t / 256)) made[i] = t % 256;
  for (let i = 0; i < 10; i++) made[6 + i] = random[i] ?? 0;
  made[6] = ((made[6] as number) & 0x0f) | 0x70;
  made[8] = ((made[8] as number) & 0x3f) | 0x80;
  return `${hex(0, 4)}-${hex(4, 6)}-${hex(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
};

/** The number a hexadecimal digit stands for, by its character code. */
export const hexDigit = (code: number): number => (code <= 57 ? code - 48 : (code | 0x20) - 87);

/** Writes an id's 16 octets at `at`, without making a text or a buffer. */
export const writeId = (id: Id, octets: Uint8Array, at: number): void => {
  for (let i = 0, n = at; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) i++;
    octets[n++] = hexDigit(id.charCodeAt(i)) * 16 + hexDigit(id.charCodeAt(i + 1));
  }
};
