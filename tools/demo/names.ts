import type { Chance } from './chance.ts';

/** Who somebody is and where they live, as it goes on an account. All of it is invented. */
export interface Particulars {
  readonly kind: 'person' | 'company';
  readonly name: string;
  readonly contact: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly postal_code: string;
  readonly city: string;
  readonly country: string;
  readonly tax_id: string | null;
  readonly locale: string;
}

interface Land {
  readonly country: string;
  readonly locale: string;
  readonly dial: string;
  readonly first: readonly string[];
  readonly last: readonly string[];
  readonly street: readonly string[];
  /** How a street and a house number are written. */
  readonly address: (street: string, house: number) => string;
  readonly city: readonly (readonly [postal_code: string, city: string])[];
  readonly company: readonly ((last: string) => string)[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const lines = (text: string): string[] => text.trim().split(/\s*\|\s*/);
const cities = (text: string) =>
  lines(text).map((one): [string, string] => [one.slice(0, one.indexOf('~')), one.slice(one.indexOf('~') + 1)]);

const GERMANY: Land = {
  country: 'DE',
  locale: 'de-DE',
  dial: '+49',
  first:
    words(`Anna Ben Carla Daniel Emma Felix Greta Hannes Ida Jonas Klara Lars Marie Niklas Ole Paula Rieke Sven Thea Uwe Vera Wiebke
    Yannick Antje Bjarne Dörte Elke Finn Gesa Henrik Imke Jörn Karin Leif Merle Nele Oke Petra Rolf Silke Torben Ute Volker Ayşe Mehmet Elif Dmitri Olga Tuấn`),
  last: words(`Petersen Jensen Hansen Lorenzen Carstens Thomsen Boysen Friedrichsen Harms Janssen Köster Lüders Matthiesen Nissen Ohlsen Paulsen Rickmers
    Sönksen Tiedemann Voss Wulff Ahlers Brodersen Christiansen Dethlefs Ehlers Feddersen Grimm Hinrichs Jessen Kruse Lassen Möller Niemann Oldörp
    Reimers Schlüter Stüven Timm Untiedt Vollert Wiechmann Zander Yıldız Kaya Demir Sokolow Nguyen`),
  street:
    words(`Deichstraße Hafenweg Marktstraße Möwenweg Lindenallee Kirchenstieg Osterende Süderstraße Mühlenkamp Fährdamm Birkenweg Schulstraße
    Norderchaussee Am_Leuchtturm Kornblumenring Dorfstraße Fischerkai Heideweg Rosenstraße Bahnhofstraße`).map((s) =>
      s.replace('_', ' '),
    ),
  address: (street, house) => `${street} ${house}`,
  city: cities(`25813~Husum | 24937~Flensburg | 25746~Heide | 24837~Schleswig | 25899~Niebüll | 24340~Eckernförde | 25761~Büsum | 24768~Rendsburg | 25832~Tönning |
    24103~Kiel | 25524~Itzehoe | 25980~Sylt | 24376~Kappeln | 25938~Wyk auf Föhr`),
  company: [
    (n) => `Bäckerei ${n}`,
    (n) => `Autohaus ${n} GmbH`,
    (n) => `${n} & Söhne Bootsbau`,
    (n) => `Hotel ${n} am Hafen`,
    (n) => `Praxis Dr. ${n}`,
    (n) => `${n} Logistik GmbH & Co. KG`,
    (n) => `Apotheke ${n}`,
    (n) => `${n} Elektrotechnik`,
    (n) => `Steuerkanzlei ${n}`,
    (n) => `Gasthof ${n}`,
    (n) => `Krabbenfischerei ${n} eG`,
    (n) => `Windpark ${n} GmbH`,
  ],
};

const AUSTRIA: Land = {
  ...GERMANY,
  country: 'AT',
  locale: 'de-AT',
  dial: '+43',
  first: words('Leopold Resi Xaver Magdalena Korbinian Vroni Alois Theresa Sepp Katharina Florian Barbara'),
  last: words(
    'Hinterberger Moosbrugger Unterkofler Zirngast Pichlmair Stadlober Kaltenegger Gruberbauer Wieshofer Ranegger',
  ),
  street: lines('Alpengasse | Seestraße | Obere Au | Kapellenweg | Bergerlgasse | Neuer Platz'),
  city: cities('5020~Salzburg | 6020~Innsbruck | 4020~Linz | 6900~Bregenz | 9020~Klagenfurt'),
  company: [(n) => `Gasthaus ${n}`, (n) => `Tischlerei ${n}`, (n) => `Skischule ${n} OG`, (n) => `Sägewerk ${n} GmbH`],
};

const NETHERLANDS: Land = {
  country: 'NL',
  locale: 'nl-NL',
  dial: '+31',
  first: words('Sanne Daan Fleur Joris Maartje Sjoerd Femke Bram Anouk Thijs Lotte Wouter'),
  last: lines(
    'de Boersma | van der Kolk | Hoekzema | Dijkhuis | ten Brink | Zijlmans | Postma | Veenhof | Kuipers | Rozendaal',
  ),
  street: lines('Prinsenkade | Molenweg | Oosterdijk | Tulpenlaan | Havenstraat | Kerkpad'),
  address: (street, house) => `${street} ${house}`,
  city: cities('9712 AB~Groningen | 8911 CD~Leeuwarden | 9934 EF~Delfzijl | 8601 GH~Sneek | 9401 JK~Assen'),
  company: [
    (n) => `${n} Bloemen B.V.`,
    (n) => `Fietsenhuis ${n}`,
    (n) => `Scheepswerf ${n} B.V.`,
    (n) => `Bakkerij ${n}`,
  ],
};

const DENMARK: Land = {
  country: 'DK',
  locale: 'da-DK',
  dial: '+45',
  first: words('Freja Mads Signe Rasmus Karen Søren Astrid Magnus Ingrid Anders Liv Jeppe'),
  last: words('Kjærgaard Bundgaard Østerby Lundqvist Skovgaard Damgaard Brøndum Højlund Vestergård Krogh'),
  street: lines('Havnegade | Strandvejen | Nørregade | Møllevej | Æblehaven | Skolegade'),
  address: (street, house) => `${street} ${house}`,
  city: cities('6270~Tønder | 6200~Aabenraa | 6400~Sønderborg | 6100~Haderslev | 6700~Esbjerg'),
  company: [(n) => `${n} Fisk A/S`, (n) => `Tømrer ${n} ApS`, (n) => `Café ${n}`, (n) => `${n} Møbler A/S`],
};

const POLAND: Land = {
  country: 'PL',
  locale: 'pl-PL',
  dial: '+48',
  first: words('Zofia Jakub Maja Kacper Agnieszka Łukasz Oliwia Wojciech Małgorzata Piotr Hanna Grzegorz'),
  last: words('Wiśniak Kowalczuk Zielony Jabłonka Dąbrowiak Szczepan Borowik Malinka Sobieraj Żuraw'),
  street: lines('Portowa | Lipowa | Morska | Ogrodowa | Szkolna | Żeglarska'),
  address: (street, house) => `ul. ${street} ${house}`,
  city: cities('70-001~Szczecin | 72-600~Świnoujście | 75-001~Koszalin | 78-100~Kołobrzeg'),
  company: [
    (n) => `Piekarnia ${n}`,
    (n) => `${n} Transport sp. z o.o.`,
    (n) => `Stolarnia ${n}`,
    (n) => `Hotel ${n} s.c.`,
  ],
};

const LANDS: readonly (readonly [number, Land])[] = [
  [70, GERMANY],
  [7, AUSTRIA],
  [8, NETHERLANDS],
  [8, DENMARK],
  [7, POLAND],
];

const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  æ: 'ae',
  å: 'aa',
  ł: 'l',
  ı: 'i',
};

/** A name as it stands in an e-mail address or a user name: `'Jörn van der Kolk'` is `'joern.van.der.kolk'`. */
export const asciiName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[äöüßøæåłı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '');

const DOMAINS = ['example.org', 'example.net', 'example.com', 'mail.example', 'post.example'];
const digits = (luck: Chance, n: number): string => Array.from({ length: n }, () => luck.whole(0, 9)).join('');

/** Invents somebody. */
export const invent = (luck: Chance, kind: Particulars['kind']): Particulars => {
  const land = luck.weighted(LANDS);
  const last = luck.pick(land.last);
  const contact = `${luck.pick(land.first)} ${last}`;
  const name = kind === 'person' ? contact : luck.pick(land.company)(last);
  const [postal_code, city] = luck.pick(land.city);
  return {
    kind,
    name,
    contact,
    email:
      kind === 'person'
        ? `${asciiName(contact)}@${luck.pick(DOMAINS)}`
        : `kontakt@${asciiName(name).replaceAll('.', '-')}.example`,
    phone: `${land.dial} 5550 ${digits(luck, 6)}`,
    street: land.address(luck.pick(land.street), luck.whole(1, 120)),
    postal_code,
    city,
    country: land.country,
    tax_id: kind === 'company' ? `${land.country}${digits(luck, 9)}` : null,
    locale: land.locale,
  };
};
