import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import { FACES } from './faces.ts';
import { seenLine } from './line.ts';

/** Millimetres as PDF counts: points. */
export const MM = 72 / 25.4;

/** How a line of text looks. Sizes in points. */
export interface LineStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: 'left' | 'center' | 'right';
  /** Of text that does not come again: how it is laid out is not kept. */
  readonly once?: boolean;
  /** It is never cut, however small that makes it. */
  readonly whole?: boolean;
  readonly color?: string;
}

/** A place on a page; points from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BLACK = '#000000';
const SMALLEST = 4;
/** What is made to fit is a little narrower: sizes are rounded. */
const SNUG = 0.995;
/** With a list of font features, be it empty, no layout is kept of the words. */
const ONCE = { features: [] };

/**
 * A PDF that is handed on page by page while it is made, so that it may have any number of pages. Its fonts are embedded, only as far as they are used; text is
 * right in scripts that are joined, and in those that read from right to left.
 */
export class Pages {
  #document: PDFKit.PDFDocument;
  #mask = -1;

  /** `at` is when it says it was made. */
  constructor(title: string, at: Date) {
    const info = { Title: title, CreationDate: at };
    this.#document = new PDFDocument({ autoFirstPage: false, info, lang: 'en' });
    for (const { name, regular, bold } of FACES) {
      this.#document.registerFont(name, regular);
      this.#document.registerFont(`${name} bold`, bold);
    }
  }

  /** Begins a page of this size. */
  add(width: number, height: number): void {
    this.#document.addPage({ size: [width, height], margin: 0 });
  }

  /** How wide a line is. */
  widthOf(text: string, { size, bold = false, once = false }: LineStyle): number {
    return seenLine(text).reduce((sum, piece) => {
      this.#document.font(bold ? `${piece.face.name} bold` : piece.face.name, size);
      return sum + this.#document.widthOfString(piece.text, once ? ONCE : {});
    }, 0);
  }

  /** The style with a size that lets a line be so wide at most, not below half of it unless all of it has to be there. */
  fitted(text: string, width: number, style: LineStyle): LineStyle {
    const wide = this.widthOf(text, style);
    if (wide <= width) return style;
    const least = style.whole ? 0 : Math.max(SMALLEST, style.size / 2);
    return { ...style, size: Math.max(least, (SNUG * style.size * width) / wide) };
  }

  /** Writes one line on the baseline `y`, made smaller, and then cut, where it is too wide. */
  line(text: string, x: number, y: number, width: number, wanted: LineStyle): void {
    const style = this.fitted(text, width, wanted);
    const shown = this.#cut(text, width, style);
    const { align = 'left', bold = false, color = BLACK, size } = style;
    const laid = style.once ? ONCE : {};
    const spare = align === 'left' ? 0 : width - this.widthOf(shown, style);
    let at = x + (align === 'center' ? spare / 2 : spare);
    this.#document.fillColor(color);
    for (const { face, text: piece } of seenLine(shown)) {
      this.#document.font(bold ? `${face.name} bold` : face.name, size);
      this.#document.text(piece, at, y, { lineBreak: false, baseline: 'alphabetic', ...laid });
      at += this.#document.widthOfString(piece, laid);
    }
  }

  #cut(text: string, width: number, style: LineStyle): string {
    if (this.widthOf(text, style) <= width) return text;
    const characters = [...text];
    while (characters.length > 1 && this.widthOf(`${characters.join('')}…`, style) > width) characters.pop();
    return `${characters.join('').trimEnd()}…`;
  }

  /** Draws a thin dashed frame: where to cut. */
  frame({ x, y, width, height }: Box): void {
    this.#document
      .lineWidth(0.4)
      .dash(2, { space: 2 })
      .strokeColor('#aaaaaa')
      .rect(x, y, width, height)
      .stroke()
      .undash();
  }

  /** Draws a QR code (ISO/IEC 18004, correction level M) of vectors, with the white edge it needs. The mask that was best for the first does for all: to find it takes most of the time. */
  qr(value: string, x: number, y: number, side: number): void {
    const { data, size, maskPattern } = encode(value, { ecc: 'M', border: 4, maskPattern: this.#mask });
    this.#mask = maskPattern;
    const module = side / size;
    for (const [row, cells] of data.entries())
      for (let from = 0; from < size; from++) {
        if (!cells[from]) continue;
        let to = from;
        while (cells[to]) to++;
        this.#document.rect(x + from * module, y + row * module, (to - from) * module, module);
        from = to;
      }
    this.#document.fillColor(BLACK).fill();
  }

  /** Ends it: what `taken` gives after that is all. */
  end(): void {
    this.#document.end();
  }

  /** What is ready of it. */
  *taken(): Generator<Uint8Array> {
    for (let chunk: unknown = this.#document.read(); chunk !== null; chunk = this.#document.read())
      yield chunk as Uint8Array;
  }
}
