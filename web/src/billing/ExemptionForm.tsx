import type { ListTaxes } from '@isp/server/contract/billing';
import type { ExemptFromTax } from '@isp/server/contract/flows';
import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import type { Exemption } from './tax-words.ts';

type Values = {
  tax_code: string | null;
  kind: Exemption['kind'];
  certificate: string;
  reason: string;
  from_on: string;
  to_on: string | null;
};

interface ExemptionFormProps {
  readonly accountId: string;
  readonly today: string;
  readonly onClose: () => void;
}

const KINDS = [
  { value: 'certificate', label: 'Certificate' },
  { value: 'reverse-charge', label: 'Reverse charge' },
  { value: 'other', label: 'Other reason' },
];

const useExemptionForm = ({ accountId, today, onClose }: ExemptionFormProps) =>
  useCommandForm<typeof ExemptFromTax, Values>({
    verb: 'POST',
    path: '/accounts/:account_id/tax-exemptions',
    initial: { tax_code: null, kind: 'certificate', certificate: '', reason: '', from_on: today, to_on: null },
    toInput: ({ tax_code, kind, certificate, reason, from_on, to_on }) => ({
      account_id: accountId,
      tax_code,
      kind,
      certificate: kind === 'certificate' ? certificate.trim() || null : null,
      reason: reason.trim() || null,
      from_on,
      to_on: to_on || null,
    }),
    validate: {
      certificate: (number, { kind }) => (kind !== 'certificate' || number.trim() ? null : 'write its number'),
      reason: (reason, { kind }) => (kind !== 'other' || reason.trim() ? null : 'write why; the invoice says it'),
      from_on: (day) => (day ? null : 'choose a day'),
      to_on: (day, { from_on }) => (!day || day > from_on ? null : 'choose a day after the first'),
    },
    onDone: () => {
      notifyDone('The account is exempt.');
      onClose();
    },
  });

/** Exempts an account: from which tax, why, from when and until when. */
export const ExemptionForm = (props: ExemptionFormProps) => {
  const { form, frame } = useExemptionForm(props);
  const taxes = useList<typeof ListTaxes>('/taxes', {}).rows;
  const { kind } = form.values;
  return (
    <FormDrawer title="Exempt from tax" onClose={props.onClose} {...frame} submit="Exempt">
      <Text size="sm">
        Invoices issued on its days go without the tax and say why. What was issued before keeps it. A price that
        includes the tax stays as it is.
      </Text>
      <Select
        label="From"
        placeholder="every tax"
        clearable
        data={taxes.map(({ code, name }) => ({ value: code, label: name }))}
        {...form.getInputProps('tax_code')}
      />
      <SegmentedControl aria-label="Why" data={KINDS} {...form.getInputProps('kind')} />
      {kind === 'certificate' && (
        <TextInput
          label="Number of the certificate"
          required
          maxLength={60}
          autoComplete="off"
          {...form.getInputProps('certificate')}
        />
      )}
      <TextInput
        label="Reason"
        description="The invoice says it"
        required={kind === 'other'}
        maxLength={200}
        autoComplete="off"
        {...form.getInputProps('reason')}
      />
      <DayInput label="First day" required {...form.getInputProps('from_on')} />
      <DayInput label="With tax again from" placeholder="exempt for good" clearable {...form.getInputProps('to_on')} />
    </FormDrawer>
  );
};
