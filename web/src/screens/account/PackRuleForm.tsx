import type { SetPackRule } from '@isp/server/contract/flows';
import { NumberInput, Select, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { type Pack, packChoice, packSentence } from '../../tariffs/pack-words.ts';
import type { Service } from './account-types.ts';
import type { PackRule } from './pack-rule-words.ts';

interface PackRuleFormProps {
  readonly service: Service;
  readonly packs: readonly Pack[];
  readonly rule: PackRule | null;
  readonly onClose: () => void;
}

type Values = { pack_id: string; at_percent: string; at_most: number | string };

const WHEN = [
  { value: '100', label: 'when all is used' },
  { value: '90', label: 'when 90 % are used' },
  { value: '80', label: 'when 80 % are used' },
  { value: '50', label: 'when 50 % are used' },
];

/** Has a subscription buy a pack by itself. */
export const PackRuleForm = ({ service, packs, rule, onClose }: PackRuleFormProps) => {
  const only = packs.length === 1 ? packs[0]?.id : undefined;
  const { form, frame } = useCommandForm<typeof SetPackRule, Values>({
    verb: 'PUT',
    path: '/subscriptions/:id/pack-rule',
    initial: {
      pack_id: rule?.pack_id ?? only ?? '',
      at_percent: `${rule?.at_percent ?? 100}`,
      at_most: rule?.at_most ?? 1,
    },
    toInput: ({ pack_id, at_percent, at_most }) => ({
      id: service.id,
      pack_id,
      at_percent: Number(at_percent),
      at_most: Number(at_most),
    }),
    validate: {
      pack_id: (id) => (id ? null : 'choose a pack'),
      at_most: (count) => (Number(count) >= 1 ? null : 'write how often, at least once'),
    },
    onDone: () => {
      notifyDone(`${service.plan_name} buys packs by itself.`);
      onClose();
    },
  });
  const chosen = packs.find(({ id }) => id === form.values.pack_id);
  return (
    <FormDrawer title="Buy packs by itself" onClose={onClose} {...frame} submit="Switch on">
      <Select
        label="Pack"
        required
        data={packs.map(packChoice)}
        description={chosen && packSentence(chosen)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('pack_id')}
      />
      <Select label="When" allowDeselect={false} data={WHEN} {...form.getInputProps('at_percent')} />
      <NumberInput
        label="How often in a billing period, at most"
        required
        min={1}
        max={100}
        allowDecimal={false}
        {...form.getInputProps('at_most')}
      />
      <Text size="sm" c="dimmed">
        Each is charged with the next bill. Where so much is used already, one is bought at once.
      </Text>
    </FormDrawer>
  );
};
