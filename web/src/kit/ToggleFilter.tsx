import { Chip } from '@mantine/core';

interface ToggleFilterProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Narrows a list to what has a property. */
export const ToggleFilter = ({ label, isOn, onChange }: ToggleFilterProps) => (
  <Chip size="xs" radius="sm" checked={isOn} onChange={onChange}>
    {label}
  </Chip>
);
