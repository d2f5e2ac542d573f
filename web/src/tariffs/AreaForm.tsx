import type { CreateArea, UpdateArea } from '@isp/server/contract/tariffs';
import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { type Area, newRule, type RuleValues, rulesOf, typedRule } from './area-form.ts';

type Values = { code: string; name: string; rules: RuleValues[] };

interface AreaFormProps {
  /** Left out: a new one. */
  readonly area?: Area;
  readonly countries: readonly { readonly value: string; readonly label: string }[];
  readonly country: string | null;
  readonly onClose: () => void;
}

const useAreaForm = ({ area, country, onClose }: AreaFormProps) => {
  const initial = {
    code: area?.code ?? '',
    name: area?.name ?? '',
    rules: area ? area.rules.map(typedRule) : [newRule(country)],
  };
  return useCommandForm<typeof CreateArea | typeof UpdateArea, Values>({
    verb: area ? 'PATCH' : 'POST',
    path: area ? '/areas/:id' : '/areas',
    initial,
    toInput: ({ code, name, rules }) => ({
      ...(area ? { id: area.id } : { code: code.trim() }),
      name: name.trim(),
      rules: rulesOf(rules),
    }),
    validate: {
      code: (code) => (code.trim() ? null : 'write a code'),
      name: (name) => (name.trim() ? null : 'write a name'),
      rules: { country: (value) => (value ? null : 'choose a country') },
    },
    onDone: ({ name }) => {
      notifyDone(`${name} is saved.`);
      onClose();
    },
  });
};

interface RuleFieldsProps extends Pick<AreaFormProps, 'countries'> {
  readonly form: UseFormReturnType<Values>;
  readonly index: number;
}

const RuleFields = ({ form, index, countries }: RuleFieldsProps) => (
  <Group align="flex-end" gap="xs" wrap="wrap" role="group" aria-label={`Place ${index + 1}`}>
    <Select
      label="Country"
      searchable
      allowDeselect={false}
      w={160}
      limit={60}
      data={[...countries]}
      {...form.getInputProps(`rules.${index}.country`)}
    />
    <TextInput
      label="Postal codes"
      placeholder="all, 258 or 25800–25899"
      w={190}
      autoComplete="off"
      {...form.getInputProps(`rules.${index}.postal`)}
    />
    <TextInput
      label="City"
      placeholder="any"
      w={150}
      autoComplete="off"
      {...form.getInputProps(`rules.${index}.city`)}
    />
    <ActionIcon size={34} aria-label={`Remove place ${index + 1}`} onClick={() => form.removeListItem('rules', index)}>
      <IconTrash size={16} />
    </ActionIcon>
  </Group>
);

/** An area: its name, and the places that are inside. */
export const AreaForm = (props: AreaFormProps) => {
  const { area, countries, country, onClose } = props;
  const { form, frame } = useAreaForm(props);
  return (
    <FormDrawer title={area ? `Area ${area.name}` : 'New area'} onClose={onClose} {...frame} submit="Save area">
      <TextInput label="Name" required maxLength={120} placeholder="The coast" {...form.getInputProps('name')} />
      {!area && (
        <TextInput
          label="Code"
          required
          maxLength={40}
          placeholder="coast"
          description="How integrations call it"
          autoComplete="off"
          {...form.getInputProps('code')}
        />
      )}
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          An address is inside when one of these places fits. What was sold before stays.
        </Text>
        {form.values.rules.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is typed has no other name than its place
          <RuleFields key={index} form={form} index={index} countries={countries} />
        ))}
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('rules', newRule(country))}
        >
          Add place
        </Button>
      </Stack>
    </FormDrawer>
  );
};
