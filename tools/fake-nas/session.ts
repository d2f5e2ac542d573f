import { type Attribute, decodePacket } from '@isp/radius';

/** A subscriber's session on the fake NAS. */
export interface FakeSession {
  readonly username: string;
  readonly password: string;
  readonly acct_session_id: string;
  readonly class: readonly Buffer[];
  framed_ip: string;
  readonly calling_station_id: string;
  readonly port: number;
  readonly started_ms: number;
  readonly session_timeout_s: number | undefined;
  readonly interim_s: number | undefined;
  /** Speed as the server said it last, in its vendor's words; `undefined` for none. */
  rate: string | undefined;
  walled: boolean;
  input_octets: bigint;
  output_octets: bigint;
  open: boolean;
}

const RATES = [
  'Mikrotik-Rate-Limit',
  'WISPr-Bandwidth-Max-Down',
  'Huawei-Output-Average-Rate',
  'Cisco-AVPair',
  'ERX-Egress-Policy-Name',
];
const WALLS = ['Mikrotik-Address-List', 'Filter-Id'];
/** The list that keeps a session in the walled garden. */
const WALLED = 'walled';

/** The attributes of a packet; none when it is no packet. */
export const attributesOf = (datagram: Uint8Array): readonly Attribute[] => {
  const decoded = decodePacket(datagram);
  return decoded.ok ? decoded.packet.attributes : [];
};

/** The value of the first attribute of this name as text. */
export const textOf = (attributes: readonly Attribute[], name: string): string | undefined => {
  const value = attributes.find((one) => one.name === name)?.value;
  return value === undefined ? undefined : `${value}`;
};

const numberOf = (attributes: readonly Attribute[], name: string): number | undefined => {
  const text = textOf(attributes, name);
  return text === undefined ? undefined : Number.parseInt(text, 10);
};

const rateIn = (attributes: readonly Attribute[]): string | undefined =>
  RATES.map((name) => textOf(attributes, name)).find((rate) => rate !== undefined);

const wallIn = (attributes: readonly Attribute[]): string | undefined =>
  WALLS.map((name) => textOf(attributes, name)).find((wall) => wall !== undefined);

/** What a NAS takes from an Access-Accept. */
export const admissionIn = (attributes: readonly Attribute[]) => ({
  class: attributes.filter((one) => one.name === 'Class').map((one) => Buffer.from(`${one.value}`.slice(2), 'hex')),
  framed_ip: textOf(attributes, 'Framed-IP-Address'),
  session_timeout_s: numberOf(attributes, 'Session-Timeout'),
  interim_s: numberOf(attributes, 'Acct-Interim-Interval'),
  rate: rateIn(attributes),
  walled: wallIn(attributes) === WALLED,
});

/** Does to a session what a CoA-Request says. */
export const changeSession = (session: FakeSession, attributes: readonly Attribute[]): void => {
  const wall = wallIn(attributes);
  session.rate = rateIn(attributes) ?? session.rate;
  if (wall !== undefined) session.walled = wall === WALLED;
};
