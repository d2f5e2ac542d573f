/** The characters that code page 1252 has at 0x80–0x9F; a blank where it has none. */
const HIGH = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const CODES = new Map([...HIGH].flatMap((char, i) => (char === ' ' ? [] : [[char, 0x80 + i] as const])));
const UNKNOWN = 0x3f;

const codeOf = (char: string): number => {
  const code = char.codePointAt(0) ?? UNKNOWN;
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  return CODES.get(char) ?? UNKNOWN;
};

/** A text in code page 1252 (Windows, Western European); a question mark for each character that it has not, accents taken off where that helps. */
export const encodeCp1252 = (text: string): Uint8Array =>
  Uint8Array.from(
    [...text.normalize('NFC')].map((char) => {
      const code = codeOf(char);
      return code === UNKNOWN ? codeOf(char.normalize('NFD')[0] ?? char) : code;
    }),
  );
