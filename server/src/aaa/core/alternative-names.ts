/** What Node writes in quotes, as in JSON: a name with characters that could pass for the end of it and the beginning of another. */
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/**
 * The names of some kinds (`DNS`, `email`) in a certificate's alternative names, from the text Node makes of them. Names in quotes hold what no DNS name or
 * address has and are left out, so that a name inside another name is none.
 */
export const alternativeNames = (text: string, kinds: readonly string[]): string[] =>
  text
    .replaceAll(QUOTED, '"')
    .split(', ')
    .flatMap((one) => {
      const kind = kinds.find((k) => one.startsWith(`${k}:`));
      const name = kind === undefined ? '' : one.slice(kind.length + 1);
      return name === '' || /[\s",]/.test(name) ? [] : [name];
    });
