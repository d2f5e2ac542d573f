import type { CreateTaxGroup, UpdateTaxGroup } from '@isp/server/contract/billing';
import {
  ActionIcon,
  Button,
  Checkbox,
  Fieldset,
  Group,
  MultiSelect,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { percentText } from './line-words.ts';
import type { Tax, TaxGroup } from './tax-words.ts';

type RuleValues = { country: string | null; region: string; postal_prefix: string; taxes: string[] };
type Values = { code: string; name: string; inclusive: boolean; taxes: string[]; rules: RuleValues[] };
type Choices = readonly { readonly value: string; readonly label: string }[];

interface TaxGroupFormProps {
  /** The one that is changed; a new one without. */
  readonly group?: TaxGroup;
  readonly taxes: readonly Tax[];
  readonly countries: Choices;
  readonly onClose: () => void;
}

interface FieldsProps {
  readonly form: UseFormReturnType<Values>;
  readonly choices: { value: string; label: string }[];
  readonly countries: Choices;
}

const EMPTY_RULE: RuleValues = { country: null, region: '', postal_prefix: '', taxes: [] };
const MOST_RULES = 200;
const given = (text: string): string | null => text.trim() || null;

const valuesOf = (group: TaxGroup | undefined): Values => ({
  code: group?.code ?? '',
  name: group?.name ?? '',
  inclusive: group?.inclusive ?? false,
  taxes: group?.taxes ?? [],
  rules: (group?.rules ?? []).map(({ country, region, postal_prefix, taxes }) => ({
    country,
    region: region ?? '',
    postal_prefix: postal_prefix ?? '',
    taxes,
  })),
});

const listsOf = ({ name, taxes, rules }: Values) => ({
  name,
  taxes,
  rules: rules.map((rule) => ({
    country: rule.country ?? '',
    region: given(rule.region),
    postal_prefix: given(rule.postal_prefix),
    taxes: rule.taxes,
  })),
});

const RuleFields = ({ form, choices, countries, index }: FieldsProps & { readonly index: number }) => (
  <Fieldset legend={`Rule ${index + 1}`} p="sm">
    <Stack gap="xs">
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Select
          aria-label={`Rule ${index + 1}: country`}
          placeholder="Country"
          searchable
          data={[...countries]}
          style={{ flex: 2 }}
          {...form.getInputProps(`rules.${index}.country`)}
        />
        <ActionIcon
          mt={3}
          size={30}
          aria-label={`Leave rule ${index + 1} out`}
          onClick={() => form.removeListItem('rules', index)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <TextInput
          aria-label={`Rule ${index + 1}: state or province`}
          placeholder="Any state or province"
          maxLength={20}
          style={{ flex: 1 }}
          {...form.getInputProps(`rules.${index}.region`)}
        />
        <TextInput
          aria-label={`Rule ${index + 1}: postal codes that begin with`}
          placeholder="Any postal code"
          maxLength={20}
          style={{ flex: 1 }}
          {...form.getInputProps(`rules.${index}.postal_prefix`)}
        />
      </Group>
      <MultiSelect
        aria-label={`Rule ${index + 1}: taxes`}
        placeholder={form.values.rules[index]?.taxes.length ? '' : 'no tax'}
        data={choices}
        {...form.getInputProps(`rules.${index}.taxes`)}
      />
    </Stack>
  </Fieldset>
);

const Rules = (props: FieldsProps) => {
  const { form } = props;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        Other taxes by the account’s address
      </Text>
      <Text size="xs" c="dimmed">
        The first rule that fits holds; where none does, the taxes above.
      </Text>
      {form.values.rules.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place
        <RuleFields key={index} {...props} index={index} />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={15} />}
        disabled={form.values.rules.length >= MOST_RULES}
        onClick={() => form.insertListItem('rules', EMPTY_RULE)}
      >
        Another rule
      </Button>
    </Stack>
  );
};

const useGroupForm = ({ group, onClose }: TaxGroupFormProps) =>
  useCommandForm<typeof CreateTaxGroup | typeof UpdateTaxGroup, Values>({
    verb: group ? 'PUT' : 'POST',
    path: group ? '/tax-groups/:code' : '/tax-groups',
    initial: valuesOf(group),
    toInput: (values) =>
      group
        ? { code: group.code, ...listsOf(values) }
        : { code: values.code, inclusive: values.inclusive, ...listsOf(values) },
    validate: {
      code: (code) => (code.trim() ? null : 'write a code such as QUEBEC'),
      name: (name) => (name.trim() ? null : 'write a name'),
      rules: { country: (country) => (country ? null : 'choose a country') },
    },
    onDone: ({ name }) => {
      notifyDone(group ? 'Saved. Documents issued from now on follow it.' : `${name} is added.`);
      onClose();
    },
  });

/** Makes or changes a group of taxes: which are charged, in order, and other ones by place. */
export const TaxGroupForm = (props: TaxGroupFormProps) => {
  const { group, taxes, countries, onClose } = props;
  const { form, frame } = useGroupForm(props);
  const choices = taxes.map(({ code, name, percent }) => ({
    value: code,
    label: name.includes('%') ? name : `${name} (${percentText(percent)})`,
  }));
  return (
    <FormDrawer
      title={group ? `Change ${group.name}` : 'Add a group of taxes'}
      onClose={onClose}
      {...frame}
      submit={group ? 'Save' : 'Add group'}
    >
      <TextInput label="Name" required maxLength={120} placeholder="Canada" {...form.getInputProps('name')} />
      {!group && (
        <TextInput label="Code" required maxLength={40} placeholder="CANADA" {...form.getInputProps('code')} />
      )}
      <MultiSelect
        label="Taxes"
        description="In the order they are charged, as you choose them"
        placeholder={form.values.taxes.length === 0 ? 'no tax' : ''}
        data={choices}
        {...form.getInputProps('taxes')}
      />
      {!group && (
        <Checkbox
          label="Prices include these taxes"
          description="Else they come on top of them; this stays for good"
          {...form.getInputProps('inclusive', { type: 'checkbox' })}
        />
      )}
      <Rules form={form} choices={choices} countries={countries} />
    </FormDrawer>
  );
};
