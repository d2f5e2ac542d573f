import type { ExtendVoucherBatch } from '@isp/server/contract/aaa';
import { Text } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import type { VoucherBatch } from './voucher-words.ts';

interface VoucherExtendProps {
  readonly batch: VoucherBatch;
  readonly onClose: () => void;
}

/** Sets the last day on which a batch's vouchers may be used first. */
export const VoucherExtend = ({ batch, onClose }: VoucherExtendProps) => {
  const { form, frame } = useCommandForm<typeof ExtendVoucherBatch, { use_by_on: string | null }>({
    verb: 'POST',
    path: '/voucher-batches/:id/extend',
    initial: { use_by_on: batch.use_by_on },
    toInput: ({ use_by_on }) => ({ id: batch.id, use_by_on }),
    onDone: ({ unused }) => {
      notifyDone(`Saved. ${unused} vouchers can still be used first.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Last day of ${batch.name}`} onClose={onClose} {...frame} submit="Save">
      <DayInput label="First log-in by" placeholder="any day" clearable {...form.getInputProps('use_by_on')} />
      <Text size="sm" c="dimmed">
        Vouchers that missed the day of before are good again. What is printed on cards stays as it is.
      </Text>
    </FormDrawer>
  );
};
