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

/** Everything known, by place and by name. */
export interface Dictionary {
  readonly byOid: ReadonlyMap<string, AttributeDefinition>;
  readonly byName: ReadonlyMap<string, AttributeDefinition>;
  readonly vendors: ReadonlyMap<number, VendorDefinition>;
}

/** The format RFC 2865 5.26 recommends, taken for vendors nobody has described. */
export const USUAL_FORMAT: VendorFormat = { type_octets: 1, length_octets: 1, continues: false };

const NO_TRAITS: AttributeTraits = {};
const NO_VALUES: Readonly<Record<number, string>> = {};

/** Puts parts together. Throws a `RangeError` when two attributes claim one place or one name: a dictionary is code, not input. */
export const createDictionary = (parts: readonly DictionaryPart[]): Dictionary => {
  const byOid = new Map<string, AttributeDefinition>();
  const byName = new Map<string, AttributeDefinition>();
  const vendors = new Map<number, VendorDefinition>();
  for (const part of parts) {
    const vendor = part.vendor;
    if (vendor !== undefined) vendors.set(vendor.id, { ...vendor, format: { ...USUAL_FORMAT, ...vendor.format } });
    const under = part.under ?? (vendor === undefined ? '' : `26.${vendor.id}`);
    for (const [number, name, type, traits] of part.attributes) {
      const oid = under === '' ? `${number}` : `${under}.${number}`;
      if (byOid.has(oid) || byName.has(name))
        throw new RangeError(`attribute ${oid} ${name} is in the dictionary twice`);
      const definition = { oid, name, type, traits: traits ?? NO_TRAITS, values: part.values?.[name] ?? NO_VALUES };
      byOid.set(oid, definition);
      byName.set(name, definition);
    }
  }
  return { byOid, byName, vendors };
};
