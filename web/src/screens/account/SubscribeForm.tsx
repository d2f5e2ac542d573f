import type { Subscribe } from '@isp/server/contract/flows';
import { Button, Collapse, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Input, Reply } from '../../api/contract.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../../kit/money-text.ts';
import { useToday } from '../../kit/Now.tsx';
import type { Account } from './account-types.ts';
import { BundleParts } from './BundleParts.tsx';
import { type ChosenPart, partsOf } from './bundle-parts-input.ts';
import { OutOfArea } from './OutOfArea.tsx';
import { PasswordFields } from './PasswordFields.tsx';
import { NO_PASSWORD, type PasswordValues, passwordInput } from './password-values.ts';
import { usePlans } from './use-plans.ts';

type Values = PasswordValues & {
  plan_id: string;
  start_on: string;
  quantity: number | string;
  billed_on: 'start' | 'day';
  anchor_day: number | string;
  price_override_minor: string;
  coupon: string;
  out_of_area: string;
  username: string;
  mac: string;
  static_ip: string;
  framed_ipv6_prefix: string;
  delegated_ipv6_prefix: string;
  /** Of a bundle, by plan: whether an optional part is taken, and how a part logs in. */
  parts: Record<string, ChosenPart>;
};

/** Add-ons are added to a subscription, what is paid once is charged. */
const isSubscribedTo = ({ kind }: { readonly kind: string }): boolean => kind !== 'add-on' && kind !== 'one-time';

type Bundle = NonNullable<ReturnType<ReturnType<typeof usePlans>['byId']>>;

const logInOf = (values: Values) => ({
  ...(values.username.trim() ? { username: values.username.trim() } : {}),
  ...passwordInput(values),
  mac: values.mac.trim() || null,
  static_ip: values.static_ip.trim() || null,
  framed_ipv6_prefix: values.framed_ipv6_prefix.trim() || null,
  delegated_ipv6_prefix: values.delegated_ipv6_prefix.trim() || null,
});

const inputOf = (account: Account, values: Values, bundle: Bundle | undefined): Input<typeof Subscribe> => ({
  account_id: account.id,
  plan_id: values.plan_id,
  start_on: values.start_on,
  quantity: Number(values.quantity),
  ...(values.billed_on === 'day' ? { anchor_day: Number(values.anchor_day) } : {}),
  price_override_minor:
    values.price_override_minor.trim() === '' ? null : (minorOf(values.price_override_minor, account.currency) ?? null),
  ...(values.out_of_area.trim() ? { out_of_area: values.out_of_area.trim() } : {}),
  ...(values.coupon.trim() ? { coupon: values.coupon.trim() } : {}),
  ...(bundle ? { parts: partsOf(bundle.current.parts, values.parts) } : logInOf(values)),
});

const BILLED_ON = [
  { value: 'start', label: 'Its start day' },
  { value: 'day', label: 'A day of the month' },
];

const useSubscribeForm = (
  account: Account,
  plans: ReturnType<typeof usePlans>,
  onDone: (reply: Reply<typeof Subscribe>) => void,
) => {
  const today = useToday(account.zone);
  return useCommandForm<typeof Subscribe, Values>({
    verb: 'POST',
    path: '/accounts/:account_id/subscriptions',
    initial: {
      plan_id: '',
      quantity: 1,
      start_on: today,
      billed_on: 'start',
      anchor_day: 1,
      price_override_minor: '',
      coupon: '',
      out_of_area: '',
      ...NO_PASSWORD,
      username: '',
      mac: '',
      static_ip: '',
      framed_ipv6_prefix: '',
      delegated_ipv6_prefix: '',
      parts: {},
    },
    toInput: (values) => {
      const plan = plans.byId(values.plan_id);
      return inputOf(account, values, plan?.kind === 'bundle' ? plan : undefined);
    },
    validate: {
      plan_id: (id) => (id ? null : 'choose a plan'),
      quantity: (count) => (Number(count) >= 1 ? null : 'write how many, at least 1'),
      start_on: (day) => (day ? null : 'choose a day'),
      price_override_minor: (text) => (text.trim() === '' ? null : amountProblem(text, account.currency)),
    },
    onDone,
  });
};

type SubscribeFields = ReturnType<typeof useSubscribeForm>['form'];

const LoginFields = ({ form }: { readonly form: SubscribeFields }) => {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <TextInput
        label="Username"
        description="Left empty, it is made from the account’s number"
        autoComplete="off"
        {...form.getInputProps('username')}
      />
      <PasswordFields form={form} label="Password" description="Left empty, a strong password is made and shown once" />
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        onClick={() => setOpened(!opened)}
        aria-expanded={opened}
      >
        {opened ? 'Less' : 'Fixed addresses, MAC lock'}
      </Button>
      <Collapse expanded={opened}>
        <Stack gap="sm">
          <TextInput label="Fixed IPv4 address" placeholder="as the plan says" {...form.getInputProps('static_ip')} />
          <TextInput
            label="Fixed IPv6 prefix"
            placeholder="as the plan says"
            {...form.getInputProps('framed_ipv6_prefix')}
          />
          <TextInput
            label="Fixed delegated prefix"
            placeholder="as the plan says"
            {...form.getInputProps('delegated_ipv6_prefix')}
          />
          <TextInput label="Only from this MAC" placeholder="AA:BB:CC:DD:EE:FF" {...form.getInputProps('mac')} />
        </Stack>
      </Collapse>
    </>
  );
};

const HowItIsBilled = ({ form, currency }: { readonly form: SubscribeFields; readonly currency: string }) => (
  <>
    <MoneyInput
      label="Own price"
      description="Left empty, the plan’s price"
      currency={currency}
      {...form.getInputProps('price_override_minor')}
    />
    <TextInput label="Coupon" placeholder="none" maxLength={40} autoComplete="off" {...form.getInputProps('coupon')} />
    <DayInput label="First day" required {...form.getInputProps('start_on')} />
    <Stack gap={4}>
      <Text size="sm" fw={500} id="billed-on">
        Periods begin on
      </Text>
      <SegmentedControl aria-labelledby="billed-on" data={BILLED_ON} {...form.getInputProps('billed_on')} />
    </Stack>
    {form.values.billed_on === 'day' && (
      <NumberInput
        label="Day of the month"
        min={1}
        max={31}
        allowDecimal={false}
        description="31 is the last day of every month"
        {...form.getInputProps('anchor_day')}
      />
    )}
  </>
);

interface SubscribeFormProps {
  readonly account: Account;
  readonly onClose: () => void;
  readonly onDone: (reply: Reply<typeof Subscribe>) => void;
}

/** Subscribes an account to a plan: plan, first day, when it is billed, and its log-in. */
export const SubscribeForm = ({ account, onClose, onDone }: SubscribeFormProps) => {
  const plans = usePlans(account.currency, isSubscribedTo, account.id);
  const { form, frame } = useSubscribeForm(account, plans, onDone);
  const chosen = plans.byId(form.values.plan_id);
  const own = minorOf(form.values.price_override_minor, account.currency);
  return (
    <FormDrawer title={`Subscribe ${account.name}`} onClose={onClose} {...frame} submit="Subscribe">
      <Select
        label="Plan"
        required
        searchable
        data={plans.choices}
        nothingFoundMessage={`No plan on sale in ${account.currency}`}
        {...form.getInputProps('plan_id')}
      />
      {chosen && <Text size="sm">{plans.sentence(chosen, own)}</Text>}
      <OutOfArea why={plans.whyNot(chosen?.id)} {...form.getInputProps('out_of_area')} />
      {chosen?.kind === 'bundle' && (
        <BundleParts
          currency={account.currency}
          parts={chosen.current.parts}
          chosen={form.values.parts}
          onChange={(parts) => form.setFieldValue('parts', parts)}
        />
      )}
      {chosen && chosen.kind !== 'internet' && chosen.kind !== 'bundle' && (
        <NumberInput
          label="How many"
          min={1}
          max={1_000_000}
          allowDecimal={false}
          {...form.getInputProps('quantity')}
        />
      )}
      <HowItIsBilled form={form} currency={account.currency} />
      {(chosen === undefined || chosen.kind === 'internet') && <LoginFields form={form} />}
    </FormDrawer>
  );
};
