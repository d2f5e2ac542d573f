/** An attribute inside an EAP-TTLS tunnel, in the format of Diameter (RFC 5281 10.1). */
export interface TtlsAvp {
  readonly code: number;
  /** 0 for the attributes of RADIUS itself. */
  readonly vendor: number;
  readonly value: Uint8Array;
}

const VENDOR = 0x80;
const MANDATORY = 0x40;
const HEAD = 8;

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** Reads attributes; `undefined` when the octets are not some. Never throws; values are windows on `bytes`. */
export const readTtlsAvps = (bytes: Buffer): TtlsAvp[] | undefined => {
  const found: TtlsAvp[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < HEAD) return undefined;
    const flags = bytes[at + 4] as number;
    const length = bytes.readUIntBE(at + 5, 3);
    const head = (flags & VENDOR) === 0 ? HEAD : HEAD + 4;
    if (length < head || length > bytes.length - at) return undefined;
    const vendor = head === HEAD ? 0 : bytes.readUInt32BE(at + HEAD);
    found.push({ code: bytes.readUInt32BE(at), vendor, value: bytes.subarray(at + head, at + length) });
    at += padded(length);
  }
  return found;
};

/** Writes one attribute, which the peer has to understand, padded to a multiple of four octets. */
export const writeTtlsAvp = ({ code, vendor, value }: TtlsAvp): Buffer => {
  const head = vendor === 0 ? HEAD : HEAD + 4;
  const length = head + value.length;
  const bytes = Buffer.alloc(padded(length));
  bytes.writeUInt32BE(code, 0);
  bytes[4] = MANDATORY | (vendor === 0 ? 0 : VENDOR);
  bytes.writeUIntBE(length, 5, 3);
  if (vendor !== 0) bytes.writeUInt32BE(vendor, HEAD);
  bytes.set(value, head);
  return bytes;
};
