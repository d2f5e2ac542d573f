import bidiFactory from 'bidi-js';
import { FACES, type Face, faceOf } from './faces.ts';

/** Its types speak of a default export; what CommonJS gives is the function itself. */
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();

/** A piece of a line that is drawn at once: of one face and one direction; where it reads from right to left, a word. */
export interface Piece {
  readonly text: string;
  readonly face: Face;
}

interface Levelled extends Piece {
  readonly level: number;
}

const isBreak = (one: Levelled, last: Levelled): boolean =>
  one.level !== last.level ||
  one.face !== last.face ||
  (one.level % 2 === 1 && (one.text === ' ' || last.text === ' '));

const pieces = (text: string): Levelled[] => {
  const { levels } = bidi.getEmbeddingLevels(text);
  const mirrored = bidi.getMirroredCharactersMap(text, levels);
  const found: Levelled[] = [];
  let at = 0;
  for (const character of text) {
    const last = found.at(-1);
    const face = character === ' ' && last !== undefined ? last.face : faceOf(character);
    const one = { text: mirrored.get(at) ?? character, face, level: levels[at] ?? 0 };
    if (last === undefined || isBreak(one, last)) found.push(one);
    else found[found.length - 1] = { ...last, text: last.text + one.text };
    at += character.length;
  }
  return found;
};

/** Turns every stretch of this level or above around (Unicode Standard Annex 9, rule L2). */
const turned = (line: readonly Levelled[], level: number): Levelled[] => {
  const out: Levelled[] = [];
  let stretch: Levelled[] = [];
  for (const one of line) {
    if (one.level >= level) stretch.unshift(one);
    else {
      out.push(...stretch, one);
      stretch = [];
    }
  }
  return [...out, ...stretch];
};

/** The pieces of a line from left to right, as they are seen (Unicode Standard Annex 9). */
export const seenLine = (text: string): readonly Piece[] => {
  if (/^[ -~]*$/.test(text)) return [{ text, face: FACES[0] as Face }];
  let line = pieces(text.normalize('NFC').replaceAll(/\s/g, ' '));
  const highest = Math.max(0, ...line.map(({ level }) => level));
  for (let level = highest; level > 0; level--) line = turned(line, level);
  return line;
};
