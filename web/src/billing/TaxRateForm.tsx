import type { ChangeTaxRate, TakeRateBack } from '@isp/server/contract/billing';
import { parseDecimal } from '@isp/values';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { dayText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';
import { ProblemText } from '../kit/ProblemText.tsx';
import { percentText } from './line-words.ts';
import { changesAhead, changeText, type Tax } from './tax-words.ts';

interface TaxRateFormProps {
  readonly tax: Tax;
  readonly today: string;
  readonly onClose: () => void;
}

const typed = (percent: string): string => percent.trim().replace(',', '.');

/** The changes that are still to come, each of which may be taken back. */
const Ahead = ({ tax, today }: Omit<TaxRateFormProps, 'onClose'>) => {
  const taken = useCommand<typeof TakeRateBack>('DELETE', '/taxes/:code/rates/:effective_from', {
    onDone: () => notifyDone('The change is taken back.'),
  });
  return (
    <Stack gap="xs">
      {changesAhead(tax, today).map((change) => (
        <Group key={change.effective_from} justify="space-between" wrap="nowrap">
          <Text size="sm">{changeText(change)}</Text>
          <Button
            variant="default"
            size="compact-xs"
            loading={taken.isSending}
            aria-label={`Take back ${changeText(change)}`}
            onClick={() => taken.send({ code: tax.code, effective_from: change.effective_from })}
          >
            Take back
          </Button>
        </Group>
      ))}
      {taken.problem && <ProblemText problem={taken.problem} />}
    </Stack>
  );
};

/** Has a tax change its rate on a day to come, or takes such a change back. */
export const TaxRateForm = ({ tax, today, onClose }: TaxRateFormProps) => {
  const { form, frame } = useCommandForm<typeof ChangeTaxRate, { percent: string; effective_from: string }>({
    verb: 'POST',
    path: '/taxes/:code/rates',
    initial: { percent: '', effective_from: '' },
    toInput: (values) => ({ code: tax.code, percent: typed(values.percent), effective_from: values.effective_from }),
    validate: {
      percent: (text) => (parseDecimal(typed(text)) === undefined ? 'write a percentage such as 20 or 8.875' : null),
      effective_from: (day) => (day && day > today ? null : 'choose a day after today'),
    },
    onDone: (changed) => {
      notifyDone(`${changed.name} changes on ${dayText(form.values.effective_from)}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Change the rate of ${tax.name}`} onClose={onClose} {...frame} submit="Change rate">
      <Text size="sm">
        It is {percentText(tax.percent)} today. Documents have the rate of the day they are issued; a credit gives back
        the rate that was charged.
      </Text>
      <Ahead tax={tax} today={today} />
      <TextInput label="New rate in percent" required inputMode="decimal" {...form.getInputProps('percent')} />
      <DayInput label="First day with it" required {...form.getInputProps('effective_from')} />
    </FormDrawer>
  );
};
