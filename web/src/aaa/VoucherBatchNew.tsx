import type { CreateVoucherBatch } from '@isp/server/contract/flows';
import { Button, Grid, Group, NumberInput, Paper, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentProps, useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { dayText, moneyText } from '../kit/format.ts';
import { minorOf } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { AccountSelect } from './AccountSelect.tsx';
import { VoucherCard } from './VoucherCard.tsx';
import { CodeFields, GiftFields, PrintFields } from './VoucherFields.tsx';
import { type BatchValues, giftOf, inputOf, NEW_BATCH, problemsOf, sampleCode } from './voucher-form.ts';
import { giftWords } from './voucher-words.ts';

const FALLBACK = 'EUR';

const Preview = ({ values, currency }: { readonly values: BatchValues; readonly currency: string }) => {
  const price = values.price_minor.trim() === '' ? undefined : minorOf(values.price_minor, currency);
  const lines = [
    ...giftWords(giftOf(values)),
    ...(values.use_by_on ? [`first log-in by ${dayText(values.use_by_on)}`] : []),
  ];
  return (
    <Stack gap="xs" style={{ position: 'sticky', top: 76 }}>
      <Text component="h2" size="sm" fw={600} m={0}>
        So it will look
      </Text>
      <VoucherCard
        heading={values.heading.trim() || 'Your legal entity'}
        price={price === undefined ? null : moneyText(price, currency)}
        code={
          sampleCode(values)
            .match(/.{1,4}/g)
            ?.join(' ') ?? ''
        }
        pin={values.pin_length === '0' ? null : '48215936'.slice(0, Number(values.pin_length))}
        lines={lines}
        footer={`No. 1 · ${values.name.trim() || 'batch'}`}
        hasQr={values.login_url.trim() !== ''}
      />
      <Text size="xs" c="dimmed">
        The code is a sample. Real ones are drawn by chance, shown to who may see them, and sealed like passwords.
      </Text>
    </Stack>
  );
};

type Made = Reply<typeof CreateVoucherBatch>;
type ChosenAccount = Parameters<ComponentProps<typeof AccountSelect>['onChoose']>[0];

interface WhatFieldsProps {
  readonly form: UseFormReturnType<BatchValues>;
  readonly onChoose: (account: ChosenAccount) => void;
}

const WhatFields = ({ form, onChoose }: WhatFieldsProps) => (
  <>
    <AccountSelect
      label="Whose they are"
      description="Who runs the hotspot, or an account of your own; zone and currency are its"
      value={form.values.account_id}
      error={form.errors.account_id}
      onChoose={onChoose}
    />
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput label="Name" required maxLength={80} placeholder="Summer, reception" {...form.getInputProps('name')} />
      <NumberInput
        label="How many"
        required
        min={1}
        max={10_000}
        allowDecimal={false}
        {...form.getInputProps('size')}
      />
    </SimpleGrid>
  </>
);

/** The form, and beside it a card as it will look. */
const BatchForm = ({ onMade }: { readonly onMade: (batch: Made) => void }) => {
  const [currency, setCurrency] = useState(FALLBACK);
  const { form, submit, isSending, problem } = useCommandForm<typeof CreateVoucherBatch, BatchValues>({
    verb: 'POST',
    path: '/voucher-batches',
    initial: NEW_BATCH,
    toInput: (values) => inputOf(values, currency),
    validate: problemsOf(currency),
    onDone: onMade,
  });
  const choose = (account: ChosenAccount) => {
    form.setFieldValue('account_id', account?.id ?? null);
    form.clearFieldError('account_id');
    if (account) setCurrency(account.currency);
  };
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Paper p="lg" component="form" onSubmit={submit} noValidate>
          <Stack gap="lg">
            <FormProblem problem={problem} fields={Object.keys(form.values)} />
            <WhatFields form={form} onChoose={choose} />
            <GiftFields form={form} />
            <CodeFields form={form} />
            <PrintFields form={form} currency={currency} />
            <Group justify="flex-end">
              <ButtonLink to="/vouchers" variant="default">
                Cancel
              </ButtonLink>
              <Button type="submit" loading={isSending}>
                Make vouchers
              </Button>
            </Group>
          </Stack>
        </Paper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Preview values={form.values} currency={currency} />
      </Grid.Col>
    </Grid>
  );
};

/** Makes a batch of vouchers, and shows all the while how one will look. */
export const VoucherBatchNew = () => {
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title="Make vouchers" back={{ to: '/vouchers', label: 'Vouchers' }} />
      <BatchForm
        onMade={(batch) => {
          notifyDone(`${batch.name}: ${batch.size} vouchers are made. They are good at once.`);
          void navigate({ to: `/vouchers/${batch.id}` });
        }}
      />
    </>
  );
};
