import { ATTRIBUTE, type Credential, type PacketView } from '@isp/radius';
import { instantFromEpochMs } from '@isp/values';
import { type Asked, CHECKS, type Check, type Decision, type Entry, type Proven } from './authorize.ts';
import { type BindingKind, bindingWords, UNBOUND } from './binding.ts';
import { lineIn, lineText } from './line.ts';
import { KIND_WORDS } from './password.ts';
import { macText } from './station.ts';
import { type Asker, macIn, type Way } from './way.ts';

/** One question of a decision: what was looked at, and what came of it. */
export interface Step {
  readonly check: Check['name'];
  readonly question: string;
  /** What was there, in a person's words. Never a password. */
  readonly saw: string;
  /** `undefined`: it went on to the next. */
  readonly decision: Decision | undefined;
}

const CREDENTIALS: Readonly<Record<Credential, string>> = {
  pap: 'User-Password (PAP)',
  chap: 'CHAP-Password (CHAP)',
  'ms-chap': 'MS-CHAP-Response or MS-CHAP2-Response (MS-CHAP)',
  eap: 'EAP-Message (EAP)',
  none: 'none',
  several: 'more than one',
};

const text = (view: PacketView, type: number): string | undefined => {
  const value = view.text(type);
  return value === undefined ? undefined : `"${value}"`;
};

const WAYS: Readonly<Record<Way, string>> = {
  password: 'by a name and a password',
  mac: 'by a MAC address',
  line: 'by the line it comes from',
  device: 'as staff, to the device itself',
};

const named = (one: Asked): string => {
  const { view, asker, way } = one;
  if (way === 'line') return lineText(lineIn(view)) || 'no line';
  if (way !== 'mac') return text(view, ATTRIBUTE.user_name) ?? 'no User-Name';
  const mac = macIn(view, asker);
  return mac < 0 ? 'no MAC' : macText(mac);
};

const binding =
  (kind: BindingKind) =>
  ({ view, asker, entry }: Asked): string =>
    bindingWords[kind](view, asker.nas_octets, entry ?? UNBOUND);

const entitlement = ({ entry, now }: Asked): string => {
  if (entry?.granted === undefined) return 'no access is stored';
  if (entry.ends_at_ms === Number.POSITIVE_INFINITY) return 'without end';
  return `ends ${instantFromEpochMs(entry.ends_at_ms)}, in ${Math.floor((entry.ends_at_ms - now) / 1000)} s`;
};

/** Numbers, not words: what is left changes with every record. */
const allowance = ({ entry }: Asked): string => {
  const left: string[] = [];
  if (entry !== undefined && entry.ends_after_octets < Number.POSITIVE_INFINITY)
    left.push(`${Math.max(0, entry.ends_after_octets)} octets`);
  if (entry !== undefined && entry.ends_after_s < Number.POSITIVE_INFINITY) left.push(`${entry.ends_after_s} s`);
  return left.length === 0 ? 'no use ends it' : `ends after ${left.join(' or ')} more`;
};

const serviceOf = ({ view }: Asked): string => {
  const service = view.integer(ATTRIBUTE.service_type);
  return service < 0 ? 'no Service-Type' : `Service-Type ${service}`;
};

const ASKED: Readonly<Record<Check['name'], readonly [question: string, saw: (asked: Asked) => string]>> = {
  way: ['Which way does it come in?', ({ way }) => WAYS[way]],
  credential: ['How does the user prove who they are?', ({ kind }) => CREDENTIALS[kind]],
  challenge: [
    'Does it answer a challenge?',
    ({ view }) => (view.has(ATTRIBUTE.state) ? 'a State that was never given' : 'no State'),
  ],
  service: ['Is the service offered?', serviceOf],
  user: [
    'Who is it?',
    (one) => `${named(one)}: ${one.entry === undefined ? 'no log-in of that name is in use' : 'known'}`,
  ],
  guesses: [
    'Did too many wrong codes come from there?',
    ({ entry }) => (entry?.voucher === undefined ? 'no voucher' : entry.held_back ? 'yes' : 'no'),
  ],
  method: [
    'Can it be checked with what is kept of the password?',
    ({ way, entry }) => {
      if (way === 'mac' || way === 'line') return 'no password is asked for';
      return entry === undefined ? 'nothing is kept' : `${KIND_WORDS[entry.password_kind]} is kept`;
    },
  ],
  proof: ['Is the password right?', ({ right }) => (right ? 'yes' : 'no')],
  station: ['Is it the station they may log in from?', binding('mac')],
  port: ['Is it the port they are bound to?', binding('port')],
  vlan: ['Is it the VLAN they are bound to?', binding('vlan')],
  entitlement: ['Is there access, and does it last?', entitlement],
  allowance: ['Is there anything left to use?', allowance],
  'at-once': [
    'Is there room for one more session?',
    ({ entry }) => `${entry?.others ?? 0} online from other stations, ${entry?.simultaneous ?? 1} at once allowed`,
  ],
  address: ['Is there an address for it?', ({ entry }) => entry?.without?.reason ?? 'nothing stands in the way'],
  access: ['What does the access allow?', ({ entry }) => entry?.granted?.reason ?? 'nothing'],
};

/** The same decision as `authorize` makes, question by question up to the one that ended it. `addresses` says in words what it would get, and from where. */
export const explain = (
  view: PacketView,
  asker: Asker,
  way: Way,
  entry: Entry | undefined,
  now: number,
  proven?: Proven,
  addresses?: string,
): Step[] => {
  const asked: Asked = { view, asker, way, kind: 'none', proven, entry, now, right: false };
  const steps: Step[] = [];
  for (const { name, decide } of CHECKS) {
    const decision = decide(asked);
    const [question, saw] = ASKED[name];
    steps.push({ check: name, question, saw: (name === 'address' && addresses) || saw(asked), decision });
    if (decision !== undefined) break;
  }
  return steps;
};
