import type { BuyPack } from '@isp/server/contract/flows';
import { SegmentedControl, Select, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { type Pack, packChoice, packSentence } from '../../tariffs/pack-words.ts';
import type { Service } from './account-types.ts';

interface PackFormProps {
  readonly service: Service;
  readonly packs: readonly Pack[];
  readonly onClose: () => void;
}

const BILLS = [
  { value: 'next', label: 'With the next bill' },
  { value: 'now', label: 'At once' },
];

/** Buys a pack for a subscription. */
export const PackForm = ({ service, packs, onClose }: PackFormProps) => {
  const { form, frame } = useCommandForm<typeof BuyPack, { pack_id: string; bill: 'next' | 'now' }>({
    verb: 'POST',
    path: '/subscriptions/:id/packs',
    initial: { pack_id: packs.length === 1 ? (packs[0]?.id ?? '') : '', bill: 'next' },
    toInput: (values) => ({ id: service.id, ...values }),
    validate: { pack_id: (id) => (id ? null : 'choose a pack') },
    onDone: ({ invoice_id }) => {
      notifyDone(`${service.plan_name} has more to use${invoice_id === null ? '' : ', and the invoice is made'}.`);
      onClose();
    },
  });
  const chosen = packs.find(({ id }) => id === form.values.pack_id);
  return (
    <FormDrawer title={`Buy a pack for ${service.plan_name}`} onClose={onClose} {...frame} submit="Buy">
      <Select
        label="Pack"
        required
        data={packs.map(packChoice)}
        description={chosen && packSentence(chosen)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('pack_id')}
      />
      <SegmentedControl aria-label="When it is billed" data={BILLS} {...form.getInputProps('bill')} />
      <Text size="sm" c="dimmed">
        What holds the line back is lifted at once, also for a session that is online.
        {form.values.bill === 'now' && ' All that is due on the account today is billed with it.'}
      </Text>
    </FormDrawer>
  );
};
