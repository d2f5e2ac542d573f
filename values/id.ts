/** A UUIDv7 (RFC 9562 §5.7) in lower-case text: ids made later sort later. */
export type Id = string;

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True when the text has the form of an id. */
export const isId = (text: string): text is Id => PATTERN.test(text);

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** A UUIDv7 from a time in milliseconds and ten random octets. */
export const idFrom = (ms: number, random: Uint8Array): Id => {
  const b = new Uint8Array(16);
  b.set(random.subarray(0, 10), 6);
  for (let i = 5, t = ms; i >= 0; i--, t = Math.floor(t / 256)) b[i] = t % 256;
  b[6] = ((b[6] ?? 0) & 0x0f) | 0x70;
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80;
  const h = (from: number, to: number) => Array.from(b.subarray(from, to), (x) => HEX[x]).join('');
  return `${h(0, 4)}-${h(4, 6)}-${h(6, 8)}-${h(8, 10)}-${h(10, 16)}`;
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
