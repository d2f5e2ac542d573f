import { createRequire } from 'node:module';
import { type Font, openSync } from 'fontkit';

/** A face of our own fonts, in both weights. */
export interface Face {
  readonly name: string;
  readonly regular: string;
  readonly bold: string;
}

const { resolve } = createRequire(import.meta.url);

const noto = (script: string): Face => {
  const file = (weight: number) =>
    resolve(`@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-${weight}-normal.woff`);
  return { name: script, regular: file(400), bold: file(700) };
};

const DEJAVU: Face = {
  name: 'dejavu',
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};

/** In the order they are asked for a character. DejaVu has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian, Georgian and signs. */
export const FACES: readonly Face[] = [DEJAVU, noto('devanagari'), noto('bengali'), noto('tamil'), noto('thai')];

const opened = new Map<Face, Font>();

const hasGlyph = (face: Face, character: string): boolean => {
  let font = opened.get(face);
  if (font === undefined) {
    font = openSync(face.regular) as Font;
    opened.set(face, font);
  }
  return font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
};

const chosen = new Map<string, Face | undefined>();
const ROOM = 10_000;

const faceWith = (character: string): Face | undefined => {
  if (!chosen.has(character)) {
    if (chosen.size > ROOM) chosen.clear();
    chosen.set(
      character,
      FACES.find((face) => hasGlyph(face, character)),
    );
  }
  return chosen.get(character);
};

/** The first face that has a character; that of Latin for one that none has. */
export const faceOf = (character: string): Face => faceWith(character) ?? DEJAVU;

/** The characters of a text that no face has, such as emoji. */
export const unprintable = (text: string): string =>
  [...new Set(text.normalize('NFC'))].filter((c) => !/\s/.test(c) && faceWith(c) === undefined).join(' ');
