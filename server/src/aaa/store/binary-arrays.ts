import { type Id, writeId } from '@isp/values';

export type Cell = string | number | bigint | Buffer | null;

/** What the elements of an array are: `bytea` is given as octets or as hexadecimal text, `float8` and `int4` as numbers, `int8` as a number or bigint. */
export type Element = 'uuid' | 'text' | 'bytea' | 'float8' | 'int4' | 'int8';

/** PostgreSQL's object identifiers of the types (pg_type.dat). */
const OID: Readonly<Record<Element, number>> = { uuid: 2950, text: 25, bytea: 17, float8: 701, int4: 23, int8: 20 };
const HEADER = 20;
const WIDEST = 3;
const BITS_32 = 0x1_0000_0000;

let octets = Buffer.alloc(1 << 16);
let end = 0;

/** Makes room for so many more octets. */
const room = (more: number): void => {
  if (end + more <= octets.length) return;
  octets = Buffer.concat([octets.subarray(0, end)], Math.max(2 * octets.length, end + more));
};

const putInt = (value: number): void => {
  octets.writeInt32BE(value, end);
  end += 4;
};

const putText = (text: string): void => {
  room(4 + text.length * WIDEST);
  const at = end + 4;
  let i = 0;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) break;
    octets[at + i] = code;
  }
  const length = i === text.length ? i : octets.write(text, at);
  putInt(length);
  end += length;
};

const putOctets = (value: string | Buffer): void => {
  const length = typeof value === 'string' ? value.length >> 1 : value.length;
  putInt(length);
  room(length);
  if (typeof value === 'string') octets.write(value, end, 'hex');
  else value.copy(octets, end);
  end += length;
};

const putLong = (value: number | bigint): void => {
  putInt(8);
  if (typeof value === 'bigint') octets.writeBigInt64BE(value, end);
  else {
    octets.writeInt32BE(Math.floor(value / BITS_32), end);
    octets.writeUInt32BE(value >>> 0, end + 4);
  }
  end += 8;
};

const put: Readonly<Record<Element, (cell: never) => void>> = {
  uuid: (id: Id) => {
    putInt(16);
    writeId(id, octets, end);
    end += 16;
  },
  text: putText,
  bytea: putOctets,
  float8: (value: number) => {
    putInt(8);
    end = octets.writeDoubleBE(value, end);
  },
  int4: (value: number) => {
    putInt(4);
    putInt(value);
  },
  int8: putLong,
};

/** An array as PostgreSQL takes it in binary (array_recv): no text to be written here and read there. */
export const binaryArray = <T>(rows: readonly T[], element: Element, cellOf: (row: T) => Cell): Buffer => {
  end = 0;
  room(HEADER);
  putInt(1);
  putInt(0);
  putInt(OID[element]);
  putInt(rows.length);
  putInt(1);
  const putCell = put[element] as (cell: Cell) => void;
  let hasNull = 0;
  for (const row of rows) {
    const cell = cellOf(row);
    room(24);
    if (cell !== null) putCell(cell);
    else {
      putInt(-1);
      hasNull = 1;
    }
  }
  octets.writeInt32BE(hasNull, 4);
  return Buffer.from(octets.subarray(0, end));
};
