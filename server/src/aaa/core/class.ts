import { ATTRIBUTE, type PacketView } from '@isp/radius';
import type { Id } from '@isp/values';
import { type ToldAtFirst, UNTOLD } from './access.ts';

/**
 * The Class we hand out and get back in accounting (RFC 2865 5.25): whose session it is, which log-in it began with, and what the NAS was told.
 * Octets: `I` and version, account 16, subscription 16, log-in 8, mode 1, rate down 4, rate up 4, address 4, stamp of the credential 4. The log-in is all zeros when its
 * request named the session by Acct-Session-Id: a session may then log in again while it lasts (802.1X re-authentication), and its records say so by another Class from there on.
 */
export const CLASS_OCTETS = 59;
/** Of sessions that began before credentials had stamps. */
const UNSTAMPED_OCTETS = 55;
const MARK = 0x49;
const VERSION = 1;
const IDS_AT = 2;
const LOGIN_AT = 34;
const MODE_AT = 42;
const DOWN_AT = 43;
const UP_AT = 47;
const ADDRESS_AT = 51;
const STAMP_AT = 55;
const NOTHING = 0xffff_ffff;

const put32 = (out: Uint8Array, at: number, n: number): void => {
  out[at] = n >>> 24;
  out[at + 1] = (n >>> 16) & 0xff;
  out[at + 2] = (n >>> 8) & 0xff;
  out[at + 3] = n & 0xff;
};

/** Writes a Class: `ids` has account and subscription at `idsAt`, `login` is two 32-bit halves unique to this log-in, or zeros, `stamp` that of the credential. Makes no garbage. */
export const writeClass = (
  out: Uint8Array,
  ids: Uint8Array,
  idsAt: number,
  loginHigh: number,
  loginLow: number,
  walled: boolean,
  rateDown: number | null,
  rateUp: number | null,
  address: number,
  stamp: number,
): void => {
  out[0] = MARK;
  out[1] = VERSION;
  for (let i = 0; i < 32; i++) out[IDS_AT + i] = ids[idsAt + i] as number;
  put32(out, LOGIN_AT, loginHigh);
  put32(out, LOGIN_AT + 4, loginLow);
  out[MODE_AT] = walled ? 2 : 1;
  put32(out, DOWN_AT, rateDown ?? NOTHING);
  put32(out, UP_AT, rateUp ?? NOTHING);
  put32(out, ADDRESS_AT, address);
  put32(out, STAMP_AT, stamp);
};

/**
 * The Chargeable-User-Identity we hand out (RFC 4372 2): the beginning of a Class, so the same at each log-in of a subscription, and without a word of who that is.
 */
export const CHARGEABLE_OCTETS = LOGIN_AT;

/** Writes a Chargeable-User-Identity: `ids` has account and subscription at `idsAt`. Makes no garbage. */
export const writeChargeable = (out: Uint8Array, ids: Uint8Array, idsAt: number): void => {
  out[0] = MARK;
  out[1] = VERSION;
  for (let i = 0; i < 32; i++) out[IDS_AT + i] = ids[idsAt + i] as number;
};

const DIGITS = Buffer.from('0123456789abcdef');
const uuid = Buffer.from('00000000-0000-0000-0000-000000000000');

/** 16 octets as a UUID. */
export const uuidAt = (octets: Uint8Array, at: number): Id => {
  for (let i = 0, n = 0; n < 36; i++) {
    if (n === 8 || n === 13 || n === 18 || n === 23) n++;
    const octet = octets[at + i] as number;
    uuid[n++] = DIGITS[octet >> 4] as number;
    uuid[n++] = DIGITS[octet & 15] as number;
  }
  return uuid.toString('latin1');
};

/** What a Class of ours says. `login` is true when it names its log-in, so that no other session has it. */
interface ClassToken {
  readonly login: boolean;
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly told: ToldAtFirst;
}

const rateAt = (octets: Buffer, at: number): number | null => {
  const rate = octets.readUInt32BE(at);
  return rate === NOTHING ? null : rate;
};

const isMarked = (octets: Buffer, at: number): boolean => octets[at] === MARK && octets[at + 1] === VERSION;

const isSized = (size: number): boolean => size === CLASS_OCTETS || size === UNSTAMPED_OCTETS;

const isOurs = (octets: Buffer, at: number, size: number): boolean => isSized(size) && isMarked(octets, at);

const isShared = (octets: Buffer, at: number): boolean =>
  octets.readUInt32BE(at + LOGIN_AT) === 0 && octets.readUInt32BE(at + LOGIN_AT + 4) === 0;

/** How many of the `size` octets of a Class at `at` are the same for as long as its session lasts: all, unless each log-in of it gives another. */
export const lastingOctets = (octets: Buffer, at: number, size: number): number =>
  isOurs(octets, at, size) && isShared(octets, at) ? LOGIN_AT : size;

const ownerAt = (octets: Buffer, at: number) => ({
  account_id: uuidAt(octets, at + IDS_AT),
  subscription_id: uuidAt(octets, at + IDS_AT + 16),
});

/** Whose Chargeable-User-Identity a packet carries, or `undefined` when it carries none of ours. */
export const readChargeable = (view: PacketView): { account_id: Id; subscription_id: Id } | undefined => {
  const octets = view.octets(ATTRIBUTE.chargeable_user_identity);
  return octets?.length === CHARGEABLE_OCTETS && isMarked(octets, 0) ? ownerAt(octets, 0) : undefined;
};

/** Reads the Class in `size` octets at `at`, or gives `undefined` when it is not one of ours. */
export const readClass = (octets: Buffer, at: number, size: number): ClassToken | undefined => {
  if (!isOurs(octets, at, size)) return undefined;
  const mode = octets[at + MODE_AT];
  const address = at + ADDRESS_AT;
  return {
    ...ownerAt(octets, at),
    login: !isShared(octets, at),
    told:
      mode === 1 || mode === 2
        ? {
            told_mode: mode === 1 ? 'allow' : 'walled',
            told_rate_down_kbps: rateAt(octets, at + DOWN_AT),
            told_rate_up_kbps: rateAt(octets, at + UP_AT),
            told_framed_ip:
              octets.readUInt32BE(address) === 0
                ? null
                : `${octets[address]}.${octets[address + 1]}.${octets[address + 2]}.${octets[address + 3]}`,
          }
        : UNTOLD,
  };
};

/** The stamp of the credential that a session with this Class came by; `undefined` when it does not say. */
export const stampIn = (octets: Buffer | null): number | undefined =>
  octets?.length === CLASS_OCTETS && isMarked(octets, 0) ? octets.readInt32BE(STAMP_AT) : undefined;

/** Which attribute of a packet is its Class: ours when one of several is, else the first; -1 when there is none. */
export const findClass = (view: PacketView): number => {
  for (let i = view.find(ATTRIBUTE.class); i >= 0; i = view.next(ATTRIBUTE.class, i))
    if (isOurs(view.bytes, view.start(i), view.size(i))) return i;
  return view.find(ATTRIBUTE.class);
};

/** True when `size` octets at `at` would be taken for a Class or a Chargeable-User-Identity of ours: nobody else may say whose a session is. */
export const readsAsOurs = (octets: Buffer, at: number, size: number): boolean =>
  (isSized(size) || size === CHARGEABLE_OCTETS) && isMarked(octets, at);
