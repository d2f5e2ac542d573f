import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { countText } from '../kit/format.ts';

/** A range as it is typed. */
export type RangeValues = { range: string; length: number | string; whole: boolean };

type Kind = 'ipv4' | 'ipv6-prefix' | 'ipv6-delegated';

const RANGE = /^([\d.]+|[\da-f:]+)\/(\d{1,3})$/i;
const IPV4_BITS = 32;
const USUAL = { ipv4: IPV4_BITS, 'ipv6-prefix': 64, 'ipv6-delegated': 56 } as const;
/** Network, gateway and broadcast. */
const KEPT = 3;

/** A typed range as a command takes it. */
export const rangeInput = ({ range, length, whole }: RangeValues) => ({
  range: range.trim(),
  whole,
  ...(String(length).trim() === '' ? {} : { length: Number(length) }),
});

/** What is wrong with a typed range. */
export const rangeProblem = (range: string, kind: Kind): string | null => {
  const isRight = RANGE.test(range.trim()) && range.includes(':') === (kind !== 'ipv4');
  return isRight ? null : `write a range such as ${kind === 'ipv4' ? '100.64.0.0/22' : '2001:db8::/40'}`;
};

const holds = ({ range, length, whole }: RangeValues, kind: Kind): string => {
  const bits = Number(RANGE.exec(range.trim())?.[2] ?? Number.NaN);
  const each = kind === 'ipv4' ? IPV4_BITS : Number(length) || USUAL[kind];
  if (!(bits <= each)) return kind === 'ipv4' ? 'Such as 100.64.0.0/22' : 'Such as 2001:db8::/40';
  const count = 2 ** (each - bits) - (kind === 'ipv4' && !whole ? KEPT : 0);
  if (kind !== 'ipv4') return `${countText(count)} of /${each} to give out`;
  if (count <= 0) return 'Too small: nothing is left to give out';
  return `${countText(count)} ${count === 1 ? 'address' : 'addresses'} to give out`;
};

interface RangeFieldsProps<V extends RangeValues> {
  readonly form: UseFormReturnType<V>;
  readonly kind: Kind;
  readonly isNeeded?: boolean;
}

/** The boxes of a range: which addresses, and how much of them each gets. */
export const RangeFields = <V extends RangeValues>({ form, kind, isNeeded = true }: RangeFieldsProps<V>) => (
  <>
    <TextInput
      label={isNeeded ? 'Range' : 'First range'}
      required={isNeeded}
      classNames={{ input: 'mono' }}
      placeholder={kind === 'ipv4' ? '100.64.0.0/22' : '2001:db8::/40'}
      description={holds(form.values, kind)}
      {...form.getInputProps('range')}
    />
    {kind === 'ipv4' ? (
      <Checkbox
        label="Give out every address"
        description="The network’s, the first (a gateway’s) and the broadcast one too, as PPPoE allows"
        {...form.getInputProps('whole', { type: 'checkbox' })}
      />
    ) : (
      <NumberInput
        label="Length that each gets"
        min={1}
        max={128}
        allowDecimal={false}
        prefix="/"
        placeholder={`/${USUAL[kind]}`}
        {...form.getInputProps('length')}
      />
    )}
  </>
);
