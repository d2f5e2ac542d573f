import type { CreateQuote, RewriteQuote } from '@isp/server/contract/flows';
import type { AccountPage } from '@isp/server/contract/views';
import { Button, Group, NumberInput, Paper, SimpleGrid, Stack, Textarea } from '@mantine/core';
import { useGet } from '../../api/query.ts';
import { ButtonLink } from '../../kit/ButtonLink.tsx';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormProblem } from '../../kit/FormProblem.tsx';
import type { Account } from '../account/account-types.ts';
import { usePlans } from '../account/use-plans.ts';
import { useTaxChoices } from '../use-tax-choices.ts';
import { ChargeFields } from './ChargeFields.tsx';
import { LineFields } from './LineFields.tsx';
import { chargeChecks, lineChecks, type QuoteValues, quoteInput } from './quote-form.ts';

interface QuoteFormProps {
  readonly account: Account;
  readonly initial: QuoteValues;
  /** The draft that is written anew; undefined: another quote. */
  readonly quoteId?: string | undefined;
  readonly replacesId?: string | undefined;
  readonly back: string;
  readonly onDone: (id: string) => void;
}

const useQuoteForm = ({ account, initial, quoteId, replacesId, onDone }: QuoteFormProps) => {
  const { currency } = account;
  const validate = {
    valid_until: (day: string) => (day ? null : 'choose a day'),
    lines: lineChecks(currency),
    charges: chargeChecks(currency),
  };
  const done = ({ id }: { readonly id: string }) => onDone(id);
  const create = useCommandForm<typeof CreateQuote, QuoteValues>({
    verb: 'POST',
    path: '/accounts/:account_id/quotes',
    initial,
    toInput: (values) => ({
      account_id: account.id,
      ...quoteInput(values, currency),
      ...(replacesId === undefined ? {} : { replaces_id: replacesId }),
    }),
    validate,
    onDone: done,
  });
  const rewrite = useCommandForm<typeof RewriteQuote, QuoteValues>({
    verb: 'PUT',
    path: '/quotes/:id',
    initial,
    toInput: (values) => ({ id: quoteId ?? '', ...quoteInput(values, currency) }),
    validate,
    onDone: done,
  });
  return quoteId === undefined ? create : rewrite;
};

const SHOWN = ['start_on', 'anchor_day', 'valid_until', 'words'];

const WhenFields = ({ form }: { readonly form: ReturnType<typeof useQuoteForm>['form'] }) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
    <DayInput label="Starts on" placeholder="when accepted" clearable {...form.getInputProps('start_on')} />
    <NumberInput
      label="Billed on day of the month"
      placeholder="the day it starts"
      min={1}
      max={31}
      allowDecimal={false}
      {...form.getInputProps('anchor_day')}
    />
    <DayInput label="Valid until" required {...form.getInputProps('valid_until')} />
  </SimpleGrid>
);

/** What an account is offered. */
export const QuoteForm = (props: QuoteFormProps) => {
  const { account, back } = props;
  const { form, submit, isSending, problem } = useQuoteForm(props);
  const plans = usePlans(account.currency, ({ kind }) => kind !== 'one-time' && kind !== 'bundle');
  const once = usePlans(account.currency, ({ kind }) => kind === 'one-time');
  const page = useGet<typeof AccountPage>('/accounts/:id/page', { id: account.id });
  const taxes = useTaxChoices() ?? [];
  const subscriptions = (page.data?.subscriptions ?? [])
    .filter(({ state, parent_id }) => state !== 'ended' && parent_id === null)
    .map(({ id, plan_name }) => ({ value: id, label: plan_name }));
  return (
    <Paper p="lg" maw={760}>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <FormProblem problem={problem} fields={SHOWN} />
          <LineFields form={form} currency={account.currency} plans={plans} subscriptions={subscriptions} />
          <ChargeFields form={form} currency={account.currency} plans={once.choices} taxes={taxes} />
          <WhenFields form={form} />
          <Textarea
            label="Words to the customer"
            autosize
            minRows={2}
            maxLength={5000}
            {...form.getInputProps('words')}
          />
          <Group justify="flex-end">
            <ButtonLink to={back} variant="default">
              Cancel
            </ButtonLink>
            <Button type="submit" loading={isSending}>
              Save draft
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
};
