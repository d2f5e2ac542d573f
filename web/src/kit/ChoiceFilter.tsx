import { Select } from '@mantine/core';

interface ChoiceFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
}

/** Narrows a list to one value of a field. */
export const ChoiceFilter = ({ label, value, choices, onChange }: ChoiceFilterProps) => (
  <Select
    size="xs"
    w={150}
    aria-label={label}
    placeholder={label}
    data={choices}
    value={value ?? null}
    onChange={(next) => onChange(next ?? undefined)}
    clearable
    searchable={choices.length > 8}
    comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
  />
);
