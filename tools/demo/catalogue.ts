/** What the demo ISP sells and runs. */
import { CreatePlan } from '../../server/src/tariffs/contract.ts';

export const COMPANY = {
  name: 'Nordlicht Net GmbH',
  street: 'Deichstraße 17',
  postal_code: '25813',
  city: 'Husum',
  country: 'DE',
  tax_id: 'DE999999999',
  email: 'rechnung@nordlicht.example',
  iban: 'DE02 1203 0000 0000 2020 51',
  currency: 'EUR',
  zone: 'Europe/Berlin',
} as const;

export const TAX = { code: 'vat19', name: 'Umsatzsteuer', percent: '19', inclusive: false, compound: false } as const;

const MBIT = 1000;
const GB = 1_000_000_000;

interface Offer {
  readonly code: string;
  /** Euro cents, without tax. */
  readonly price_minor: number;
  readonly name: string;
  /** Mbit/s down and up. */
  readonly speed?: readonly [down: number, up: number];
  /** Included GB of a period, and cents for each beyond. */
  readonly volume?: readonly [included: number, overage: string];
  /** How many months more what is left may be used; as much as a month has at most. */
  readonly rolls?: number;
  /** GB a typical customer uses in a month. */
  readonly typical: number;
  readonly more?: {
    readonly kind?: 'recurring' | 'tv' | 'voice';
    readonly cycle_unit?: 'year';
    readonly timing?: 'arrears';
    readonly setup_fee_minor?: number;
  };
}

/** Fifteen plans: for homes, by radio, for business; one by the year, two in arrears, one whose volume rolls over, four that are no Internet access. */
export const OFFERS: readonly Offer[] = [
  { code: 'HOME-50', name: 'Zuhause 50', price_minor: 2499, speed: [50, 10], typical: 180 },
  { code: 'HOME-100', name: 'Zuhause 100', price_minor: 3290, speed: [100, 40], typical: 260 },
  { code: 'FIBRE-250', name: 'Glasfaser 250', price_minor: 4290, speed: [250, 100], typical: 380 },
  {
    code: 'FIBRE-1000',
    name: 'Glasfaser 1000',
    price_minor: 6490,
    speed: [1000, 500],
    typical: 620,
    more: { setup_fee_minor: 4900 },
  },
  { code: 'AIR-16', name: 'Funk 16 Volumen', price_minor: 1990, speed: [16, 4], volume: [100, '80'], typical: 68 },
  {
    code: 'AIR-50',
    name: 'Funk 50 Volumen',
    price_minor: 2990,
    speed: [50, 10],
    volume: [300, '50'],
    rolls: 3,
    typical: 205,
  },
  { code: 'AIR-100', name: 'Funk 100 Volumen', price_minor: 3990, speed: [100, 20], volume: [600, '40'], typical: 390 },
  {
    code: 'HOME-50-YEAR',
    name: 'Zuhause 50, Jahresvertrag',
    price_minor: 26900,
    speed: [50, 10],
    typical: 170,
    more: { cycle_unit: 'year' },
  },
  {
    code: 'BIZ-100',
    name: 'Business 100',
    price_minor: 7900,
    speed: [100, 100],
    typical: 300,
    more: { timing: 'arrears' },
  },
  {
    code: 'BIZ-500',
    name: 'Business 500',
    price_minor: 14900,
    speed: [500, 500],
    typical: 700,
    more: { setup_fee_minor: 9900 },
  },
  {
    code: 'BIZ-1000',
    name: 'Business 1000 Standleitung',
    price_minor: 29900,
    speed: [1000, 1000],
    typical: 1500,
    more: { timing: 'arrears', setup_fee_minor: 49000 },
  },
  { code: 'STATIC-8', name: 'Feste Adressen /29', price_minor: 1500, typical: 0, more: { kind: 'recurring' } },
  { code: 'TV', name: 'Fernsehen', price_minor: 1290, typical: 0, more: { kind: 'tv' } },
  { code: 'TV-SPORT', name: 'Sportpaket', price_minor: 690, typical: 0, more: { kind: 'tv' } },
  { code: 'TEL', name: 'Telefon', price_minor: 590, typical: 0, more: { kind: 'voice' } },
];

const NAMED_POOLS = { ipv4_pool: 'ipv4', ipv6_prefix_pool: 'ipv6-links', ipv6_delegated_pool: 'ipv6-home' };

/** An offer as the plan's contract takes it. */
export const planOf = ({ code, name, price_minor, speed, volume, rolls, more }: Offer): CreatePlan =>
  CreatePlan.input.parse({
    code,
    name,
    price_minor,
    tax_code: TAX.code,
    ...(speed ? { rate_down_kbps: speed[0] * MBIT, rate_up_kbps: speed[1] * MBIT, ...NAMED_POOLS } : {}),
    ...(volume ? { included_bytes: volume[0] * GB, overage_unit_bytes: GB, overage_unit_price_minor: volume[1] } : {}),
    ...(rolls ? { rollover: { periods: rolls, most_percent: 100 } } : {}),
    ...more,
  });

/** Plans that are sold together, by the codes of their parts; the last of each may be left out. */
export const BUNDLES = [
  { code: 'TV-TEL', name: 'Fernsehen und Telefon', price_minor: 1590, parts: ['TV', 'TEL', 'TV-SPORT'] },
  { code: 'PAKET-250', name: 'Paket Glasfaser 250', price_minor: 5490, parts: ['FIBRE-250', 'TV', 'TEL', 'TV-SPORT'] },
] as const;

/** Where there is fibre. */
export const AREA = {
  code: 'husum',
  name: 'Husum und Umgebung',
  rules: [{ country: 'DE', postal_prefix: '258', postal_from: null, postal_to: null, city: null }],
};

/** A bundle as the plan's contract takes it. */
export const bundleOf = (
  { parts, ...bundle }: (typeof BUNDLES)[number],
  plans: ReadonlyMap<string, string>,
  areaId: string,
): CreatePlan =>
  CreatePlan.input.parse({
    ...bundle,
    area_ids: parts.some((code) => code.startsWith('FIBRE')) ? [areaId] : null,
    kind: 'bundle',
    tax_code: TAX.code,
    parts: parts.map((code, i) => ({ plan_id: plans.get(code), optional: i === parts.length - 1 })),
  });

/** GB a typical customer of a plan uses in a month. */
export const typicalOf = (code: string): number => OFFERS.find((offer) => offer.code === code)?.typical ?? 0;

/** Addresses for all Internet plans, and a prefix for the network behind each router. */
export const POOLS = [
  {
    code: 'ipv4',
    name: 'IPv4, CGNAT',
    kind: 'ipv4',
    ranges: [
      { range: '100.72.0.0/22', note: 'Husum und Umland' },
      { range: '100.72.8.0/23', note: 'Inseln und Halligen' },
      { range: '100.72.16.0/22', note: 'Reserve' },
    ],
  },
  {
    code: 'ipv6-home',
    name: 'IPv6, je Anschluss ein /56',
    kind: 'ipv6-delegated',
    ranges: [{ range: '2001:db8:4e00::/40', length: 56, note: '' }],
  },
  { code: 'ipv6-links', name: 'IPv6 der Einwahl, vom Router', kind: 'ipv6-prefix', nas_pool: 'links', ranges: [] },
] as const;

/** The first of the fixed addresses that businesses get. */
export const staticAddress = (n: number): string => `198.18.${n >> 8}.${n & 255}`;

/** Routers at addresses of this machine's own: each is a fake NAS. */
export const ROUTERS = [
  { name: 'husum-bng-1', address: '127.0.0.2', vendor: 'mikrotik' },
  { name: 'flensburg-bng-1', address: '127.0.0.3', vendor: 'cisco' },
  { name: 'inseln-bng-1', address: '127.0.0.4', vendor: 'huawei' },
] as const;

/** Where guests come on by vouchers. */
export const HOTSPOT = { name: 'sylt-hotspot-1', address: '127.0.0.5', vendor: 'mikrotik' } as const;

export const STAFF = [
  { name: 'Birte Lorenzen', email: 'birte@nordlicht.example', role: 'billing' },
  { name: 'Malte Hinrichs', email: 'malte@nordlicht.example', role: 'support' },
  { name: 'Sina Boysen', email: 'sina@nordlicht.example', role: 'support' },
  { name: 'Tjark Feddersen', email: 'tjark@nordlicht.example', role: 'network' },
  { name: 'Frauke Ahlers', email: 'frauke@nordlicht.example', role: 'read-only' },
] as const;

export const NOTES = [
  'Rief an: abends langsam. Kanal am Router gewechselt, danach gut.',
  'Möchte Rechnungen an die Buchhaltung.',
  'Router getauscht, altes Gerät kommt per Post zurück.',
  'Fragt nach Glasfaser; Ausbau in seiner Straße im nächsten Jahr.',
  'Antenne nach dem Sturm neu ausgerichtet.',
  'Nur nachmittags zu erreichen.',
  'Zahlt immer bar im Laden.',
  'Hund auf dem Grundstück: vor dem Besuch anrufen.',
  'Wants invoices in English.',
  'Umzug im Frühjahr angekündigt.',
] as const;
