import type { GrantTopUp } from '@isp/server/contract/flows';
import { NumberInput, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { useNow } from '../../kit/Now.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import type { Limits } from './limit-bars.ts';

type What = 'time' | 'data';
type Values = { what: What; amount: number | string; days: string; reason: string };

const UNIT = { data: 1_000_000_000, time: 3600 } as const;
const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const LASTS = [
  { value: '', label: 'until the window of the limit ends' },
  { value: '1', label: 'for a day' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for 30 days' },
  { value: '60', label: 'for 60 days, the longest' },
];

/** So many days from now, back to a quarter of an hour. */
const endOf = (days: string, nowMs: number): string | null =>
  days === '' ? null : new Date(Math.floor((nowMs + Number(days) * DAY_MS) / QUARTER_MS) * QUARTER_MS).toISOString();

const AmountInput = ({ isTime, ...rest }: { readonly isTime: boolean }) => (
  <NumberInput
    label="How much"
    required
    min={0}
    decimalScale={3}
    hideControls
    rightSection={
      <Text size="xs" c="dimmed">
        {isTime ? 'hours' : 'GB'}
      </Text>
    }
    rightSectionWidth={54}
    {...rest}
  />
);

interface TopUpFormProps {
  readonly service: Service;
  readonly limits: Limits;
  readonly onClose: () => void;
}

/** Gives a subscription more to use. */
export const TopUpForm = ({ service, limits, onClose }: TopUpFormProps) => {
  const now = useNow();
  const kinds = (['data', 'time'] as const).filter((what) => limits.meters.some((meter) => meter.what === what));
  const { form, frame } = useCommandForm<typeof GrantTopUp, Values>({
    verb: 'POST',
    path: '/subscriptions/:id/top-ups',
    initial: { what: kinds[0] ?? 'data', amount: '', days: '', reason: '' },
    toInput: ({ what, amount, days, reason }) => ({
      id: service.id,
      what,
      amount: Math.round(Number(amount) * UNIT[what]),
      reason: reason.trim(),
      ends_at: endOf(days, now()),
    }),
    validate: {
      amount: (amount) => (Number(amount) > 0 ? null : 'write how much'),
      reason: (reason) => (reason.trim() ? null : 'write why, or how it was paid'),
    },
    onDone: () => {
      notifyDone(`${service.plan_name} is topped up.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Top up ${service.plan_name}`} onClose={onClose} {...frame} submit="Top up">
      {kinds.length > 1 && (
        <SegmentedControl
          aria-label="What to top up"
          data={[
            { value: 'data', label: 'Volume' },
            { value: 'time', label: 'Time' },
          ]}
          {...form.getInputProps('what')}
        />
      )}
      <AmountInput isTime={form.values.what === 'time'} {...form.getInputProps('amount')} />
      <Select label="It lasts" allowDeselect={false} data={LASTS} {...form.getInputProps('days')} />
      <TextInput
        label="Why"
        required
        maxLength={200}
        placeholder="paid at the counter"
        {...form.getInputProps('reason')}
      />
      <Text size="sm" c="dimmed">
        It is used before what ends later. What holds the line back is lifted at once, also for a session that is
        online.
      </Text>
    </FormDrawer>
  );
};
