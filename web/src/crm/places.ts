import { locale } from '../kit/locale.ts';

const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Codes that name groups, reserved or former places, and no country. */
const NO_COUNTRY = new Set([
  'EU',
  'EZ',
  'UN',
  'QO',
  'XA',
  'XB',
  'ZZ',
  'AC',
  'CP',
  'DG',
  'EA',
  'IC',
  'TA',
  'CQ',
  'SU',
  'UK',
  'FX',
  'DD',
  'YU',
  'CS',
  'BU',
  'TP',
  'NT',
  'ZR',
  'AN',
  'HV',
  'NH',
  'RH',
  'VD',
  'YD',
]);

const codes = [...LETTERS].flatMap((a) => [...LETTERS].map((b) => a + b)).filter((code) => !NO_COUNTRY.has(code));

/** Every country by its name in the reader's language. */
export const countries = codes
  .flatMap((value) => {
    const label = names.of(value);
    return label === undefined ? [] : [{ value, label }];
  })
  .sort((a, b) => a.label.localeCompare(b.label));

/** Every IANA time zone the browser knows. */
export const zones: string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
