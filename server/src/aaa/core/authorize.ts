import {
  ATTRIBUTE,
  type Credential,
  credentialOf,
  MS_CHAP_ERROR,
  type MsChapError,
  type PacketView,
  readMsChap,
  verifyChap,
  verifyMsChap,
  verifyPap,
} from '@isp/radius';
import {
  type BindingKind,
  type Bound,
  bindingWords,
  isPort,
  isStation,
  isVlan,
  stationSeen,
  UNBOUND,
} from './binding.ts';
import { hasLine, lineIn, lineText } from './line.ts';
import { isMacProof } from './mac-proof.ts';
import { ntHashOf, type PasswordKind, type StoredPassword, whyNot } from './password.ts';
import { macText, stationIn } from './station.ts';
import { isCodeProof } from './voucher-proof.ts';
import { type Asker, macIn, SERVICE, type Way } from './way.ts';

/** How a log-in ends; `discard` is no answer. */
export interface Decision {
  readonly outcome: 'accept' | 'walled' | 'reject' | 'discard';
  /** What a person reads in the log. */
  readonly reason: string;
  /** What MS-CHAP is told of a rejection; a wrong password unless given. */
  readonly ms_chap_error?: MsChapError;
  /** What was seen of this one request, for the log. */
  readonly detail?: (asked: Asked) => string;
  /** True when only the sessions there are stand in the way: one of them may be gone. */
  readonly is_full?: true;
}

/** What the directory knows about whom a request names. */
export interface Entry extends Bound {
  /** The password as it is kept (`StoredPassword`). */
  password: Uint8Array;
  password_kind: PasswordKind;
  /** What the access decides; `undefined` when the subscription has none. */
  granted: Decision | undefined;
  /** Milliseconds since 1970 at which the entitlement ends; `Infinity` when it does not. */
  ends_at_ms: number;
  /** Octets and seconds connected after which it ends; `Infinity` when no use ends it. */
  ends_after_octets: number;
  ends_after_s: number;
  /** Sessions at once, and fresh ones of other stations there are. */
  simultaneous: number;
  others: number;
  /** Why there is no address for it, when that stands in the way. */
  without: Decision | undefined;
  /** Of a voucher, whether its code is enough, or its PIN is asked for. */
  voucher: 'code' | 'pin' | undefined;
  /** Whether so many wrong codes came that no voucher is let on from there for a while. */
  held_back: boolean;
}

/** What was found out before a request is decided on, by a conversation or by asking a hash: the proof, or why there is none. */
export type Proven = 'proven' | Decision;

/** What is decided on. `kind` is known once the credential was looked at, `right` once the proof was. */
export interface Asked {
  /** `undefined` when the request has to speak for itself. */
  proven: Proven | undefined;
  view: PacketView;
  asker: Asker;
  way: Way;
  kind: Credential;
  /** `undefined` for a name the directory does not know. */
  entry: Entry | undefined;
  now: number;
  right: boolean;
}

const reject = (reason: string): Decision => ({ outcome: 'reject', reason });

const ACCEPTED: Decision = { outcome: 'accept', reason: 'let on' };
const UNSIGNED: Decision = { outcome: 'discard', reason: 'no-credential' };
const NO_NAME = reject('no user name');
const NO_CREDENTIAL = reject('no password, CHAP, MS-CHAP or EAP');
const SEVERAL = reject('more than one kind of password');
const NO_EAP = reject('an EAP conversation, which only the NAS can have');
const STATE = reject('answers a challenge that was never given');
const NOT_SERVED = reject('asks for a service that is not offered');
const DEVICE_EAP = reject('a log-in to a device goes by PAP, CHAP or MS-CHAP');
const UNKNOWN: Readonly<Record<Way, Decision>> = {
  password: reject('unknown user name'),
  mac: { ...reject('unknown MAC address'), detail: ({ view, asker }) => macText(macIn(view, asker)) },
  line: { ...reject('unknown line'), detail: ({ view }) => lineText(lineIn(view)) },
  device: reject('no member of staff logs in to devices by this name'),
};
const NO_LINE = reject('names no line: neither Agent-Circuit-Id nor Agent-Remote-Id');
const NO_MAC = reject('names no MAC address');
const NO_MAC_PROOF = reject('the password is neither empty nor the MAC again');
const WRONG: Readonly<Partial<Record<Credential, Decision>>> = {
  pap: reject('wrong password'),
  chap: reject('wrong CHAP response'),
  'ms-chap': reject('wrong MS-CHAP response'),
};

/** The password was right, and yet. */
const deny = (reason: string): Decision => ({ ...reject(reason), ms_chap_error: MS_CHAP_ERROR.no_permission });
const misfit = (reason: string, kind: BindingKind): Decision => ({
  ...deny(reason),
  detail: ({ view, asker, entry }) => bindingWords[kind](view, asker.nas_octets, entry ?? UNBOUND),
});
const STATION = misfit('not the station this user may log in from', 'mac');
const PORT = misfit('not the port this user is bound to', 'port');
const VLAN = misfit('not the VLAN this user is bound to', 'vlan');
const OTHER_STATION: Decision = {
  ...deny('comes from another station than it names'),
  detail: ({ view, asker }) => `names ${macText(macIn(view, asker))}, comes from ${stationSeen(view)}`,
};
const NO_ACCESS = deny('has no access');
const ENDED = deny('access has ended');
const LATE = deny('voucher expired: it was to be used before');
const HELD_BACK = reject('too many wrong codes came from there: vouchers are not let on for a few minutes');
const USED_UP = deny('what may be used is used up');

const WITHOUT = new Map<string, Decision>();

/** There is no address for whoever was accepted otherwise. */
export const withoutAddress = (pool: string): Decision => {
  const known = WITHOUT.get(pool);
  if (known !== undefined) return known;
  const made = deny(`pool ${pool} has no free address`);
  WITHOUT.set(pool, made);
  return made;
};
/** The database did not say which address it has. */
export const UNASKED = deny('no address: the database could not be asked for one');

const FULL = new Map<number, Decision>();
const full = (limit: number): Decision => {
  const known = FULL.get(limit);
  if (known !== undefined) return known;
  const made = { ...deny(`already online from elsewhere, ${limit} at once allowed`), is_full: true } as const;
  FULL.set(limit, made);
  return made;
};

const DECOY: StoredPassword = { password: Buffer.from('no such user'), password_kind: 'clear' };
const DECOY_HASH = ntHashOf(DECOY) as Uint8Array;

/** What is decided for each kind of password that a method cannot be done with. */
const refusals = (method: 'CHAP' | 'MS-CHAP'): Readonly<Record<PasswordKind, Decision | undefined>> => {
  const refusal = (kind: PasswordKind): Decision | undefined => {
    const why = whyNot(method, kind);
    return why === undefined ? undefined : reject(why);
  };
  return {
    clear: refusal('clear'),
    nt: refusal('nt'),
    bcrypt: refusal('bcrypt'),
    argon2: refusal('argon2'),
    ssha: refusal('ssha'),
  };
};
const REFUSED_BY_CHAP = refusals('CHAP');
const REFUSED_BY_MS_CHAP = refusals('MS-CHAP');

/** What is not worth a word in the log. */
const ORDINARY = 'active';

/** The decision an access makes on its own, made once when it changes. */
export const decisionOf = (mode: 'allow' | 'walled' | 'deny', reason: string): Decision => {
  if (mode === 'allow') return reason === ORDINARY ? ACCEPTED : { outcome: 'accept', reason: `let on; ${reason}` };
  return mode === 'walled' ? { outcome: 'walled', reason } : deny(`access denied: ${reason}`);
};

/** The Service-Types served on each way, -1 for none said: Login is a hotspot's, or a router's own (RFC 2865 5.6). */
const SERVED: Readonly<Record<Way, readonly number[]>> = {
  password: [-1, SERVICE.login, SERVICE.framed],
  mac: [-1, SERVICE.login, SERVICE.framed, SERVICE.call_check],
  line: [-1, SERVICE.login, SERVICE.framed, SERVICE.call_check],
  device: [-1, SERVICE.login, SERVICE.administrative, SERVICE.nas_prompt],
};

const isServed = (view: PacketView, way: Way): boolean => SERVED[way].includes(view.integer(ATTRIBUTE.service_type));

/** A line and a MAC are there to be named. */
const way = ({ view, asker, way: by }: Asked): Decision | undefined => {
  if (by === 'line') return hasLine(view) ? undefined : NO_LINE;
  return by === 'mac' && macIn(view, asker) < 0 ? NO_MAC : undefined;
};

const isStationOf = ({ view, asker, way: by }: Asked): boolean => {
  const station = by === 'mac' ? stationIn(view) : -1;
  return station < 0 || station === macIn(view, asker);
};

const withoutPassword = (view: PacketView): Decision => {
  if (view.has(ATTRIBUTE.state)) return STATE;
  return view.has(ATTRIBUTE.message_authenticator) ? NO_CREDENTIAL : UNSIGNED;
};

const credential = (asked: Asked): Decision | undefined => {
  const { view, way: by } = asked;
  asked.kind = credentialOf(view);
  const needsNone = (by === 'mac' || by === 'line') && view.has(ATTRIBUTE.message_authenticator);
  if (asked.kind === 'none') return needsNone ? undefined : withoutPassword(view);
  if (asked.kind === 'several') return SEVERAL;
  if (asked.kind === 'eap' && by === 'device') return DEVICE_EAP;
  return asked.kind === 'eap' && asked.proven === undefined ? NO_EAP : undefined;
};

const NOTHING = Buffer.alloc(0);

const isMsChapRight = (view: PacketView, stored: StoredPassword): boolean => {
  const proof = readMsChap(view);
  const hash = ntHashOf(stored);
  const name = view.octets(ATTRIBUTE.user_name) ?? NOTHING;
  return proof !== undefined && verifyMsChap(proof, name, hash ?? DECOY_HASH) && hash !== undefined;
};

/** Only the password in clear is compared here; what a hash says of a PAP password is known before. */
const isRight = ({ kind, proven, view, asker, entry, way: by }: Asked, stored: StoredPassword): boolean => {
  const { secret } = asker;
  if (proven !== undefined) return proven === 'proven';
  if (entry?.voucher === 'code' && kind !== 'ms-chap') return isCodeProof(view, secret, kind, stored.password);
  if (by === 'line') return true;
  if (by === 'mac') return isMacProof(view, secret, kind, macIn(view, asker));
  if (kind === 'ms-chap') return isMsChapRight(view, stored);
  const isClear = stored.password_kind === 'clear';
  const { password } = isClear ? stored : DECOY;
  return (kind === 'pap' ? verifyPap(view, secret, password) : verifyChap(view, password)) && isClear;
};

/** An unknown name costs the same work as a known one, so the time of the answer tells nothing. */
const user = (asked: Asked): Decision | undefined => {
  const { view, entry, way: by } = asked;
  if (!view.has(ATTRIBUTE.user_name) && (by === 'password' || by === 'device')) return NO_NAME;
  asked.right = isRight(asked, entry ?? DECOY);
  return entry === undefined ? UNKNOWN[by] : undefined;
};

/** Whether the method can be done with what is kept of the password; that of EAP has told before. */
const method = ({ kind, entry }: Asked): Decision | undefined => {
  if (entry === undefined || entry.password_kind === 'clear') return undefined;
  if (kind === 'chap') return REFUSED_BY_CHAP[entry.password_kind];
  return kind === 'ms-chap' ? REFUSED_BY_MS_CHAP[entry.password_kind] : undefined;
};

const proof = ({ kind, proven, right, way: by }: Asked): Decision | undefined => {
  if (right) return undefined;
  if (by === 'mac') return NO_MAC_PROOF;
  return typeof proven === 'object' ? proven : (WRONG[kind] ?? NO_CREDENTIAL);
};

/** One question of the decision: an answer ends it, `undefined` goes on to the next. */
export interface Check {
  readonly name:
    | 'way'
    | 'credential'
    | 'challenge'
    | 'service'
    | 'user'
    | 'guesses'
    | 'method'
    | 'proof'
    | 'station'
    | 'port'
    | 'vlan'
    | 'entitlement'
    | 'allowance'
    | 'at-once'
    | 'address'
    | 'access';
  readonly decide: (asked: Asked) => Decision | undefined;
}

/** The decision, question by question, in order (RFC 2865 4.1, RFC 3579 3.3). What is not in this list is not decided on. */
export const CHECKS: readonly Check[] = [
  { name: 'way', decide: way },
  { name: 'credential', decide: credential },
  { name: 'challenge', decide: ({ view, kind }) => (kind !== 'eap' && view.has(ATTRIBUTE.state) ? STATE : undefined) },
  { name: 'service', decide: ({ view, way: by }) => (isServed(view, by) ? undefined : NOT_SERVED) },
  { name: 'user', decide: user },
  { name: 'guesses', decide: ({ entry }) => (entry?.held_back ? HELD_BACK : undefined) },
  { name: 'method', decide: method },
  { name: 'proof', decide: proof },
  {
    name: 'station',
    decide: (one) => {
      if (!isStationOf(one)) return OTHER_STATION;
      return isStation(one.view, one.entry ?? UNBOUND) ? undefined : STATION;
    },
  },
  {
    name: 'port',
    decide: ({ view, asker, entry }) => (isPort(view, asker.nas_octets, entry ?? UNBOUND) ? undefined : PORT),
  },
  { name: 'vlan', decide: ({ view, entry }) => (isVlan(view, entry ?? UNBOUND) ? undefined : VLAN) },
  {
    name: 'entitlement',
    decide: ({ entry, now }) => {
      const granted = entry?.granted;
      if (granted === undefined) return NO_ACCESS;
      if (granted.outcome === 'reject' || (entry?.ends_at_ms ?? 0) - now >= 1000) return undefined;
      return entry?.begins ? LATE : ENDED;
    },
  },
  {
    name: 'allowance',
    decide: ({ entry }) =>
      entry !== undefined &&
      entry.granted?.outcome !== 'reject' &&
      (entry.ends_after_octets <= 0 || entry.ends_after_s <= 0)
        ? USED_UP
        : undefined,
  },
  {
    name: 'at-once',
    decide: ({ entry }) =>
      entry !== undefined && entry.others >= entry.simultaneous && entry.granted?.outcome !== 'reject'
        ? full(entry.simultaneous)
        : undefined,
  },
  { name: 'address', decide: ({ entry }) => (entry?.granted?.outcome === 'reject' ? undefined : entry?.without) },
  { name: 'access', decide: ({ entry }) => entry?.granted },
];

const asked: Asked = {
  view: undefined as unknown as PacketView,
  asker: undefined as unknown as Asker,
  way: 'password',
  kind: 'none',
  proven: undefined,
  entry: undefined,
  now: 0,
  right: false,
};

/**
 * Decides on an Access-Request that is believed. `entry` is `undefined` for somebody the directory does not know on this way; `proven` tells what was
 * found out before, by a conversation or by asking a hash. Makes no garbage.
 */
export const authorize = (
  view: PacketView,
  asker: Asker,
  by: Way,
  entry: Entry | undefined,
  now: number,
  proven?: Proven,
): Decision => {
  asked.proven = proven;
  asked.view = view;
  asked.asker = asker;
  asked.way = by;
  asked.entry = entry;
  asked.now = now;
  asked.right = false;
  for (const { decide } of CHECKS) {
    const decision = decide(asked);
    if (decision !== undefined) return decision;
  }
  return NO_ACCESS;
};

/** What was seen of the request that was just decided on so; `undefined` when there is nothing to say but the reason. */
export const detailOf = ({ detail }: Decision): string | undefined => detail?.(asked);

/** Whether the request that was just rejected may have been a guess at a voucher: nobody has the name, or a voucher's proof was not right. */
export const wasGuess = (): boolean =>
  asked.way === 'password' && !asked.right && (asked.entry === undefined || asked.entry.voucher !== undefined);
