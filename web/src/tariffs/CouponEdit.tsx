import type { UpdateCoupon } from '@isp/server/contract/tariffs';
import { NumberInput, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { countOf } from './coupon-form.ts';
import type { Coupon } from './coupon-words.ts';

type Values = { name: string; redeem_to: string | null; most: number | string };

/** Changes what a coupon is called, until when and how often it may be redeemed. */
export const CouponEdit = ({ coupon, onClose }: { readonly coupon: Coupon; readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof UpdateCoupon, Values>({
    verb: 'PATCH',
    path: '/coupons/:id',
    initial: { name: coupon.name, redeem_to: coupon.redeem_to, most: coupon.most ?? '' },
    toInput: ({ name, redeem_to, most }) => ({
      id: coupon.id,
      name: name.trim(),
      redeem_to: redeem_to || null,
      most: countOf(most),
    }),
    validate: { name: (name) => (name.trim() ? null : 'write a name') },
    onDone: ({ code }) => {
      notifyDone(`Coupon ${code} is changed.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Change ${coupon.code}`} onClose={onClose} {...frame} submit="Save">
      <Text size="sm">What was redeemed stays as it is. How much it takes off cannot change: make another coupon.</Text>
      <TextInput label="Name" required maxLength={120} {...form.getInputProps('name')} />
      <DayInput label="Last day" placeholder="no end" clearable {...form.getInputProps('redeem_to')} />
      <NumberInput
        label="By how many accounts"
        placeholder="any number"
        min={1}
        allowDecimal={false}
        {...form.getInputProps('most')}
      />
    </FormDrawer>
  );
};
