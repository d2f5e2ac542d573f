import type { CreateVoucherBatch } from '@isp/server/contract/flows';
import type { FormValidateInput } from '@mantine/form';
import type { Input } from '../api/contract.ts';
import { amountProblem, minorOf } from '../kit/money-text.ts';

type Typed = number | string;

/** A batch as it is typed; amounts in the unit beside them, speeds in Mbit/s. */
export type BatchValues = {
  account_id: string | null;
  name: string;
  size: Typed;
  code_prefix: string;
  code_alphabet: 'letters-digits' | 'digits';
  code_length: Typed;
  pin_length: string;
  time_s: Typed;
  time_unit: string;
  octets: Typed;
  octets_unit: string;
  valid_s: Typed;
  valid_unit: string;
  rate_down_kbps: Typed;
  rate_up_kbps: Typed;
  simultaneous: Typed;
  binds_device: boolean;
  use_by_on: string | null;
  heading: string;
  price_minor: string;
  login_url: string;
};

export const NEW_BATCH: BatchValues = {
  ...{ account_id: null, name: '', size: 50, code_prefix: '', code_alphabet: 'letters-digits', code_length: 8 },
  ...{ pin_length: '0', time_s: '', time_unit: '3600', octets: '', octets_unit: '1000000000', valid_s: 24 },
  ...{ valid_unit: '3600', rate_down_kbps: '', rate_up_kbps: '', simultaneous: 1, binds_device: false },
  ...{ use_by_on: null, heading: '', price_minor: '', login_url: '' },
};

/** Enough for ten thousand of them. */
export const LENGTHS = { 'letters-digits': 8, digits: 11 } as const;

export const TIME_UNITS = [
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
];
export const OCTET_UNITS = [
  { value: '1000000', label: 'MB' },
  { value: '1000000000', label: 'GB' },
];

const isEmpty = (value: Typed): boolean => String(value).trim() === '';
const measured = (value: Typed, unit: string | number): number | null =>
  isEmpty(value) ? null : Math.round(Number(value) * Number(unit));

/** What a voucher gives, as far as it is typed. */
export const giftOf = (v: BatchValues) => ({
  time_s: measured(v.time_s, v.time_unit),
  octets: measured(v.octets, v.octets_unit),
  valid_s: measured(v.valid_s, v.valid_unit),
  rate_down_kbps: measured(v.rate_down_kbps, 1000),
  rate_up_kbps: measured(v.rate_up_kbps, 1000),
});

/** What is typed as the command's input; the currency is the account's. */
export const inputOf = (v: BatchValues, currency: string): Input<typeof CreateVoucherBatch> => ({
  account_id: v.account_id ?? '',
  name: v.name.trim(),
  size: Number(v.size),
  code_prefix: v.code_prefix.trim(),
  code_alphabet: v.code_alphabet,
  code_length: Number(v.code_length),
  pin_length: Number(v.pin_length),
  ...giftOf(v),
  simultaneous: Number(v.simultaneous),
  binds_device: v.binds_device,
  use_by_on: v.use_by_on,
  ...(v.heading.trim() === '' ? {} : { heading: v.heading.trim() }),
  price_minor: v.price_minor.trim() === '' ? null : (minorOf(v.price_minor, currency) ?? 0),
  login_url: v.login_url.trim() || null,
});

/** What is wrong with what is typed, in an account's currency. */
export const problemsOf = (currency: string): FormValidateInput<BatchValues> => ({
  account_id: (id) => (id ? null : 'choose whose they are'),
  name: (name) => (name.trim() ? null : 'write a name'),
  size: (size) => (Number(size) >= 1 && Number(size) <= 10_000 ? null : 'write a number from 1 to 10,000'),
  time_s: (_, v) =>
    isEmpty(v.time_s) && isEmpty(v.octets) && isEmpty(v.valid_s) ? 'say for how long or how much it is good' : null,
  rate_up_kbps: (up, v) => (isEmpty(up) === isEmpty(v.rate_down_kbps) ? null : 'write both speeds, or neither'),
  price_minor: (price) => (price.trim() === '' ? null : amountProblem(price, currency)),
});

/** A code as these would look. */
export const sampleCode = (v: BatchValues): string => {
  const drawn = v.code_alphabet === 'digits' ? '4827159360482715' : 'K7MP4XWQ5RTD9HCV';
  return `${v.code_prefix.toUpperCase()}${drawn.slice(0, Number(v.code_length) || 8)}`;
};
