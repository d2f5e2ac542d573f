import type { SetRetention } from '@isp/server/contract/aaa';
import { NumberInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { RETENTION_WORDS, type Retention, type RetentionKind } from './retention-words.ts';

type Values = Record<RetentionKind, number | string>;

interface RetentionFormProps {
  readonly items: readonly Retention[];
  readonly onClose: () => void;
}

const MOST = 36_500;
const daysOf = (typed: number | string): number | null => (String(typed) === '' ? null : Number(typed));

/** Sets how many days each kind of record is kept. */
export const RetentionForm = ({ items, onClose }: RetentionFormProps) => {
  const { form, frame } = useCommandForm<typeof SetRetention, Values>({
    verb: 'PUT',
    path: '/retention',
    initial: Object.fromEntries(items.map(({ kind, kept_days }) => [kind, kept_days ?? ''])) as Values,
    toInput: (values) => Object.fromEntries(items.map(({ kind }) => [kind, daysOf(values[kind])])),
    onDone: () => {
      notifyDone('Saved. What is older goes in the night to come.');
      onClose();
    },
  });
  return (
    <FormDrawer title="How long records are kept" onClose={onClose} {...frame} submit="Save">
      {items.map(({ kind }) => {
        const { label, meaning, least } = RETENTION_WORDS[kind];
        return (
          <NumberInput
            key={kind}
            label={label}
            description={`${meaning} At least ${least} days; empty: for ever.`}
            suffix=" days"
            min={least}
            max={MOST}
            allowDecimal={false}
            allowNegative={false}
            {...form.getInputProps(kind)}
          />
        );
      })}
    </FormDrawer>
  );
};
