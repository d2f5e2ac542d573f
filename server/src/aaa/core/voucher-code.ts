/** Letters and digits without those taken for one another (0 O, 1 I L), and without vowels, so that no word comes out. */
const ALPHABETS = {
  'letters-digits': 'BCDFGHJKMNPQRSTVWXYZ23456789',
  digits: '0123456789',
} as const;

export type VoucherAlphabet = keyof typeof ALPHABETS;

/** How the codes of a batch are made. */
export interface CodeShape {
  readonly code_prefix: string;
  readonly code_alphabet: VoucherAlphabet;
  /** Characters drawn after the prefix. */
  readonly code_length: number;
  /** Digits of the PIN; 0 for none. */
  readonly pin_length: number;
}

/** One guess, of code and PIN, hits some voucher of a batch with this chance at most. */
const GUESS_ODDS = 10_000_000;
/** So many codes for each that is drawn: drawing again is rare, and with a PIN a code alone is no easy find. */
const SPARE_CODES = 100;

/** How many codes and PINs a batch of `size` needs in all, and how many codes. */
const isWide = (shape: CodeShape, size: number): boolean => {
  const codes = ALPHABETS[shape.code_alphabet].length ** shape.code_length;
  return codes * 10 ** shape.pin_length >= size * GUESS_ODDS && codes >= size * SPARE_CODES;
};

/** The characters that have to be drawn so that a batch of `size` cannot be guessed. */
export const shortestCode = (shape: CodeShape, size: number): number => {
  let code_length = 4;
  while (!isWide({ ...shape, code_length }, size)) code_length++;
  return code_length;
};

/** One code; `draw(n)` gives a number from 0 up to `n` by chance. */
export const drawCode = ({ code_prefix, code_alphabet, code_length }: CodeShape, draw: (n: number) => number): string =>
  code_prefix +
  Array.from({ length: code_length }, () => ALPHABETS[code_alphabet][draw(ALPHABETS[code_alphabet].length)]).join('');

/** One PIN, null when the shape has none. */
export const drawPin = ({ pin_length }: CodeShape, draw: (n: number) => number): string | null =>
  pin_length === 0 ? null : Array.from({ length: pin_length }, () => draw(10)).join('');

const ENDING = 2;

/** What of a code is shown to whoever may not see it. */
export const endingOf = (code: string): string => code.slice(-ENDING);

/** A code by its ending. */
export const hiddenCode = (ending: string): string => `••••••${ending}`;

/** Longer texts are no code. */
export const MAX_CODE = 32;
const SPACE = 32;
const HYPHEN = 45;
const isSmall = (octet: number): boolean => octet >= 97 && octet <= 122;

/** Writes what somebody typed as codes are kept, in capitals without spaces and hyphens, into `out`; gives its octets, -1 when it is too long for a code. Makes no garbage. */
export const foldInto = (typed: Uint8Array, from: number, size: number, out: Uint8Array): number => {
  let at = 0;
  for (let i = from; i < from + size; i++) {
    const octet = typed[i] as number;
    if (octet === SPACE || octet === HYPHEN) continue;
    if (at === MAX_CODE) return -1;
    out[at++] = isSmall(octet) ? octet - SPACE : octet;
  }
  return at;
};

/** What somebody typed, as codes are kept. */
export const foldedCode = (typed: string): string => typed.replaceAll(/[ -]/g, '').toUpperCase();

/** A code in groups of three or four, as it is printed. */
export const groupedCode = (code: string): string => {
  const size = code.length % 4 !== 0 && code.length % 3 === 0 ? 3 : 4;
  const groups = code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  const last = groups.at(-1);
  if (groups.length < 2 || last === undefined || last.length > 1) return groups.join(' ');
  return [...groups.slice(0, -2), `${groups.at(-2)}${last}`].join(' ');
};
