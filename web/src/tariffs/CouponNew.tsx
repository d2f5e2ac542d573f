import type { CreateCoupon } from '@isp/server/contract/tariffs';
import { MultiSelect, NumberInput, SegmentedControl, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { baseChoices, percentProblem } from '../kit/reduction-text.ts';
import { type CouponValues, couponInput, emptyCoupon } from './coupon-form.ts';
import type { Coupon } from './coupon-words.ts';

interface CouponNewProps {
  readonly currencies: readonly string[];
  readonly plans: readonly { readonly id: string; readonly name: string }[];
  readonly onClose: () => void;
  readonly onMade: (coupon: Coupon) => void;
}

const TARGETS = [
  { value: 'subscription', label: 'A subscription' },
  { value: 'account', label: 'An account’s bills' },
];
const KINDS = [
  { value: 'percent', label: 'Percent' },
  { value: 'amount', label: 'Amount' },
];

const useCouponForm = ({ currencies, onMade }: CouponNewProps) =>
  useCommandForm<typeof CreateCoupon, CouponValues>({
    verb: 'POST',
    path: '/coupons',
    initial: emptyCoupon(currencies[0] ?? ''),
    toInput: couponInput,
    validate: {
      code: (code) => (code.trim() ? null : 'write the code customers type'),
      name: (name) => (name.trim() ? null : 'write what it is called; the invoice says it'),
      percent: (text, { kind }) => (kind === 'percent' ? percentProblem(text) : null),
      amount_minor: (text, { kind, currency }) => {
        if (kind === 'percent') return null;
        const more = (minorOf(text, currency) ?? 0) > 0 ? null : 'an amount is more than zero';
        return amountProblem(text, currency) ?? more;
      },
    },
    onDone: (coupon) => {
      notifyDone(`Coupon ${coupon.code} can be redeemed.`);
      onMade(coupon);
    },
  });

interface FieldsProps extends Pick<CouponNewProps, 'currencies'> {
  readonly form: UseFormReturnType<CouponValues>;
}

const HowMuch = ({ form, currencies }: FieldsProps) => {
  const { target, kind, currency } = form.values;
  return (
    <>
      <SegmentedControl aria-label="Percent or amount" data={KINDS} {...form.getInputProps('kind')} />
      {kind === 'percent' ? (
        <TextInput label="Percent" required inputMode="decimal" autoComplete="off" {...form.getInputProps('percent')} />
      ) : (
        <MoneyInput label="Amount" required currency={currency} {...form.getInputProps('amount_minor')} />
      )}
      {kind === 'amount' && currencies.length > 1 && (
        <Select label="Currency" allowDeselect={false} data={currencies} {...form.getInputProps('currency')} />
      )}
      <Select label="Off" allowDeselect={false} data={baseChoices(target)} {...form.getInputProps('base')} />
    </>
  );
};

const HowLong = ({ form, plans }: Pick<FieldsProps, 'form'> & Pick<CouponNewProps, 'plans'>) => {
  const isOfAccount = form.values.target === 'account';
  return (
    <>
      <NumberInput
        label={isOfAccount ? 'For how many bills' : 'For how many periods'}
        placeholder="for good"
        min={1}
        max={1200}
        allowDecimal={false}
        {...form.getInputProps('times')}
      />
      {!isOfAccount && (
        <MultiSelect
          label="Plans"
          placeholder={form.values.plan_ids.length === 0 ? 'any' : ''}
          searchable
          data={plans.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('plan_ids')}
        />
      )}
    </>
  );
};

/** Makes a coupon: its code, what it takes off and how long, who may redeem it until when. */
export const CouponNew = (props: CouponNewProps) => {
  const { form, frame } = useCouponForm(props);
  return (
    <FormDrawer title="New coupon" onClose={props.onClose} {...frame} submit="Make coupon">
      <TextInput
        label="Code"
        description="What customers type, in capitals or not"
        placeholder="WINTER26"
        required
        maxLength={40}
        autoComplete="off"
        {...form.getInputProps('code')}
      />
      <TextInput
        label="Name"
        description="The invoice says it"
        placeholder="Winter offer"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <SegmentedControl aria-label="What it is for" data={TARGETS} {...form.getInputProps('target')} />
      <HowMuch form={form} currencies={props.currencies} />
      <HowLong form={form} plans={props.plans} />
      <SimpleGrid cols={2} spacing="sm">
        <DayInput label="Redeemed from" placeholder="now" clearable {...form.getInputProps('redeem_from')} />
        <DayInput label="Last day" placeholder="no end" clearable {...form.getInputProps('redeem_to')} />
      </SimpleGrid>
      <NumberInput
        label="By how many accounts"
        description="Each redeems it once"
        placeholder="any number"
        min={1}
        allowDecimal={false}
        {...form.getInputProps('most')}
      />
    </FormDrawer>
  );
};
