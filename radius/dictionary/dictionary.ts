/** What the octets of a value mean (RFC 8044 3, and those vendors use beside it). */
export type DataType =
  | 'text'
  | 'octets'
  | 'byte'
  | 'short'
  | 'integer'
  | 'integer64'
  | 'date'
  | 'ipaddr'
  | 'ipv4prefix'
  | 'ipv6addr'
  | 'ipv6prefix'
  | 'combo-ip'
  | 'ifid'
  | 'ether'
  | 'tlv';

/**
 * How a value is hidden on the wire: `password` as User-Password (RFC 2865 5.2), `salted` with length and salt (RFC 2868 3.5,
 * RFC 2548 2.4.2); in a tagged attribute the salt comes after the tag.
 */
export type Hiding = 'password' | 'salted';

/** What is special about an attribute. */
export interface AttributeTraits {
  /** Carries a tunnel tag (RFC 2868 3). */
  readonly tagged?: boolean;
  readonly hidden?: Hiding;
  /** One value over several attributes: `whole` is put together (RFC 3579 3.1), `lines` is put together and cut at zeros (RFC 4849 2). */
  readonly joined?: 'whole' | 'lines';
  /** Means something when empty. */
  readonly may_be_empty?: boolean;
  /** The value has just so many octets. */
  readonly octets?: number;
}

/** One attribute: its number within the part (dotted for the members of a TLV), name, type, and what is special. */
export type AttributeRow = readonly [number: number | string, name: string, type: DataType, traits?: AttributeTraits];

/** How a vendor writes sub-attributes; RFC 2865 5.26 recommends one octet of type and one of length. */
export interface VendorFormat {
  readonly type_octets: 1 | 2 | 4;
  /** 0: the sub-attribute is all that is left. */
  readonly length_octets: 0 | 1 | 2;
  /** A third octet whose top bit says the value goes on in the next Vendor-Specific (WiMAX). */
  readonly continues: boolean;
}

/** A piece of dictionary: the attributes of one RFC or one vendor, and where the facts are from. */
export interface DictionaryPart {
  readonly source: string;
  readonly vendor?: { readonly id: number; readonly name: string; readonly format?: Partial<VendorFormat> };
  /** Where the numbers hang, as `'241'`; by default the top, or `26.<vendor>`. */
  readonly under?: string;
  readonly attributes: readonly AttributeRow[];
  /** Names of integer values, by attribute name. */
  readonly values?: Readonly<Record<string, Readonly<Record<number, string>>>>;
}

/** An attribute as the dictionary knows it. `oid` is its place: `'1'`, `'26.14988.8'`, `'241.5.1'`. */
export interface AttributeDefinition {
  readonly oid: string;
  readonly name: string;
  readonly type: DataType;
  readonly traits: AttributeTraits;
  readonly values: Readonly<Record<number, string>>;
}

/** A vendor as the dictionary knows it. */
export interface VendorDefinition {
  readonly id: number;
  readonly name: string;
  readonly format: VendorFormat;
}

/** Everything known, by place and by name. `Name` is the union of its names, so that a misspelt one does not compile. */
export interface Dictionary<Name extends string = string> {
  readonly names: readonly Name[];
  readonly byOid: ReadonlyMap<string, AttributeDefinition>;
  readonly byName: ReadonlyMap<string, AttributeDefinition>;
  readonly vendors: ReadonlyMap<number, VendorDefinition>;
}

/** The names of the attributes of parts written as literals (`as const satisfies readonly DictionaryPart[]`). */
export type NameOf<Parts extends readonly DictionaryPart[]> = Parts[number]['attributes'][number][1];

/** The format RFC 2865 5.26 recommends, taken for vendors nobody has described. */
export const USUAL_FORMAT: VendorFormat = { type_octets: 1, length_octets: 1, continues: false };

const NO_TRAITS: AttributeTraits = {};
const NO_VALUES: Readonly<Record<number, string>> = {};

const vendorsOf = (parts: readonly DictionaryPart[]): Map<number, VendorDefinition> =>
  new Map(
    parts.flatMap(({ vendor }) =>
      vendor === undefined ? [] : [[vendor.id, { ...vendor, format: { ...USUAL_FORMAT, ...vendor.format } }]],
    ),
  );

const definitionsOf = (part: DictionaryPart): AttributeDefinition[] => {
  const under = part.under ?? (part.vendor === undefined ? '' : `26.${part.vendor.id}`);
  return part.attributes.map(([number, name, type, traits]) => ({
    oid: under === '' ? `${number}` : `${under}.${number}`,
    name,
    type,
    traits: traits ?? NO_TRAITS,
    values: part.values?.[name] ?? NO_VALUES,
  }));
};

/** Puts parts together. Throws a `RangeError` when two attributes claim one place or one name: a dictionary is code, not input. */
export const createDictionary = <const Parts extends readonly DictionaryPart[]>(
  parts: Parts,
): Dictionary<NameOf<Parts>> => {
  const byOid = new Map<string, AttributeDefinition>();
  const byName = new Map<string, AttributeDefinition>();
  for (const definition of parts.flatMap(definitionsOf)) {
    const { oid, name } = definition;
    if (byOid.has(oid) || byName.has(name)) throw new RangeError(`attribute ${oid} ${name} is in the dictionary twice`);
    byOid.set(oid, definition);
    byName.set(name, definition);
  }
  return { names: [...byName.keys()] as NameOf<Parts>[], byOid, byName, vendors: vendorsOf(parts) };
};
