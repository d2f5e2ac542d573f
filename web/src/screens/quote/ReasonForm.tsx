import type { DeclineQuote } from '@isp/server/contract/crm';
import { TextInput } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { type Quote, quoteName } from './quote-words.ts';

interface ReasonFormProps {
  readonly quote: Quote;
  readonly verb: 'decline' | 'withdraw';
  readonly title: string;
  readonly submit: string;
  readonly onClose: () => void;
}

/** Ends a quote, with a reason if there is one. It cannot be accepted any more. */
export const ReasonForm = ({ quote, verb, title, submit, onClose }: ReasonFormProps) => {
  const { form, frame } = useCommandForm<typeof DeclineQuote, { reason: string }>({
    verb: 'POST',
    path: `/quotes/:id/${verb}`,
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id: quote.id, reason: reason.trim() || null }),
    onDone: ({ state }) => {
      notifyDone(`${quoteName(quote)} is ${state}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={title} onClose={onClose} {...frame} submit={submit}>
      <TextInput
        label="Why"
        description="It cannot be accepted after that; another quote may take its place"
        maxLength={200}
        {...form.getInputProps('reason')}
      />
    </FormDrawer>
  );
};
