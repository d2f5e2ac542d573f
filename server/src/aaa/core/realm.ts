const AT = 0x40;
const DOT = 0x2e;

const lower = (octet: number): number => (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet);
/** FNV-1a, from the last octet to the first, so that the end of a name is hashed on the way. */
const BASIS = 0x811c_9dc5;
const mixed = (hash: number, octet: number): number => Math.imul(hash ^ octet, 0x0100_0193) >>> 0;

const LABEL = /^[^\s@*!.\\/]{1,63}$/;

/** A realm as it is kept: `example.net` alone, `*.example.net` for all below it, or `*` for every realm nobody knows; `undefined` when it is none (RFC 7542 2.2). */
export const realmName = (text: string): string | undefined => {
  const name = text.trim().toLowerCase().replace(/^@/, '');
  if (name === '*') return name;
  const labels = (name.startsWith('*.') ? name.slice(2) : name).split('.');
  return Buffer.byteLength(name) <= 253 && labels.every((label) => LABEL.test(label)) ? name : undefined;
};

interface Named<R> {
  readonly octets: Buffer;
  readonly realm: R;
}
type Table<R> = Map<number, Named<R>[]>;

const hashOf = (octets: Buffer): number => {
  let hash = BASIS;
  for (let i = octets.length - 1; i >= 0; i--) hash = mixed(hash, octets[i] as number);
  return hash;
};

const put = <R>(table: Table<R>, name: string, realm: R): void => {
  const octets = Buffer.from(name, 'utf8');
  const hash = hashOf(octets);
  table.set(hash, [...(table.get(hash) ?? []), { octets, realm }]);
};

const isAt = (octets: Buffer, at: number, wanted: Buffer): boolean => {
  for (let i = 0; i < wanted.length; i++) if (lower(octets[at + i] as number) !== wanted[i]) return false;
  return true;
};

const find = <R>(table: Table<R>, hash: number, octets: Buffer, at: number, size: number): R | undefined => {
  const known = table.get(hash);
  if (known === undefined) return undefined;
  for (const { octets: wanted, realm } of known) if (wanted.length === size && isAt(octets, at, wanted)) return realm;
  return undefined;
};

/** Realms, found by what follows the last `@` of a user name, whatever its case: the name itself before what is above it, the nearest first, and `*` last. Looking makes no garbage. */
export class Realms<R extends { readonly name: string }> {
  #exact: Table<R> = new Map();
  #below: Table<R> = new Map();
  #unknown: R | undefined;
  readonly isEmpty: boolean;

  constructor(all: readonly R[]) {
    this.isEmpty = all.length === 0;
    for (const realm of all) {
      if (realm.name === '*') this.#unknown = realm;
      else if (realm.name.startsWith('*.')) put(this.#below, realm.name.slice(2), realm);
      else put(this.#exact, realm.name, realm);
    }
  }

  /** The realm of the user name in `size` octets at `at`; `undefined` for a name without one, and for one nobody knows. */
  find(octets: Buffer, at: number, size: number): R | undefined {
    const end = at + size;
    let hash = BASIS;
    let below: R | undefined;
    for (let i = end - 1; i >= at; i--) {
      const octet = octets[i] as number;
      if (octet === AT) {
        if (i === end - 1) return undefined;
        return find(this.#exact, hash, octets, i + 1, end - i - 1) ?? below ?? this.#unknown;
      }
      if (octet === DOT) below = find(this.#below, hash, octets, i + 1, end - i - 1) ?? below;
      hash = mixed(hash, lower(octet));
    }
    return undefined;
  }
}

/** Octets of a user name without its realm: up to the last `@`. */
export const withoutRealm = (octets: Buffer, at: number, size: number): number => {
  const found = octets.lastIndexOf(AT, at + size - 1);
  return found > at ? found - at : size;
};
