import type { CreditInvoice } from '@isp/server/contract/flows';
import { Button, Switch, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { typedMoney } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { type CreditValues, creditableLines, creditInput, creditProblem, hasAmount } from './credit-form.ts';
import type { CreditNote } from './credit-words.ts';
import { type Invoice, type Line, periodText } from './line-words.ts';

interface CreditFormProps {
  readonly invoice: Invoice;
  readonly onClose: () => void;
  readonly onMade: (note: CreditNote) => void;
}

const placeOf = (path: string): number => Number(path.split('.')[1]);

const useCreditForm = (invoice: Invoice, lines: readonly Line[], onMade: (note: CreditNote) => void) => {
  const { currency } = invoice;
  const amountCheck = (text: string, values: CreditValues, path: string) => {
    const line = lines[placeOf(path)];
    if (placeOf(path) === 0 && !hasAmount(values)) return 'write what to credit of one line at least';
    return line ? creditProblem(text, line, currency) : null;
  };
  return useCommandForm<typeof CreditInvoice, CreditValues>({
    verb: 'POST',
    path: '/invoices/:id/credit-notes',
    initial: { amounts: lines.map(() => ({ amount: '' })), reason: '', to_refund: false },
    toInput: (values) => creditInput(invoice.id, lines, values, currency),
    validate: {
      amounts: { amount: amountCheck },
      reason: (reason) => (reason.trim() ? null : 'write why; the credit note says it'),
    },
    onDone: (note) => {
      notifyDone(`Credit note ${note.number} is out.`);
      onMade(note);
    },
  });
};

interface LineFieldProps {
  readonly line: Line;
  readonly index: number;
  readonly currency: string;
  readonly form: UseFormReturnType<CreditValues>;
}

const LineField = ({ line, index, currency, form }: LineFieldProps) => {
  const left = line.creditable_minor;
  const field = `amounts.${index}.amount`;
  const terms = line.tax_minor === 0 ? '' : line.tax_inclusive ? ', with tax' : ', without tax';
  return (
    <div>
      <MoneyInput
        label={line.description}
        description={[periodText(line), `${moneyText(left, currency)} left${terms}`].filter(Boolean).join('; ')}
        placeholder="nothing"
        currency={currency}
        {...(index === 0 ? { 'data-autofocus': true } : {})}
        {...form.getInputProps(field)}
      />
      <Button
        variant="subtle"
        size="compact-xs"
        ml={-8}
        mt={2}
        aria-label={`Whole line: ${line.description}`}
        onClick={() => form.setFieldValue(field, typedMoney(left, currency))}
      >
        Whole line
      </Button>
    </div>
  );
};

/** Gives back some of an invoice: how much of which line, why, and whether it is paid out. */
export const CreditForm = ({ invoice, onClose, onMade }: CreditFormProps) => {
  const lines = creditableLines(invoice);
  const { form, frame } = useCreditForm(invoice, lines, onMade);
  return (
    <FormDrawer title={`Credit ${invoice.number}`} onClose={onClose} {...frame} submit="Make credit note">
      <Text size="sm">
        Write how much of each line to give back. The invoice stays as it is: a credit note is made, and it cannot be
        changed.
      </Text>
      {lines.map((line, index) => (
        <LineField key={line.line_no} line={line} index={index} currency={invoice.currency} form={form} />
      ))}
      <TextInput
        label="Reason"
        description="The credit note says it"
        required
        maxLength={200}
        {...form.getInputProps('reason')}
      />
      <Switch
        label="To be paid out"
        description="Else it is taken off open invoices, this one first; what is left goes to the next ones"
        {...form.getInputProps('to_refund', { type: 'checkbox' })}
      />
    </FormDrawer>
  );
};
