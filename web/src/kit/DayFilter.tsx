import { DateInput } from '@mantine/dates';
import '@mantine/dates/styles.css';

interface DayFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}

/** Narrows a list to what is on, from or up to a day, as its label says. */
export const DayFilter = ({ label, value, onChange }: DayFilterProps) => (
  <DateInput
    size="xs"
    w={138}
    aria-label={label}
    placeholder={label}
    valueFormat="YYYY-MM-DD"
    clearable
    value={value ?? null}
    onChange={(day) => onChange(day ?? undefined)}
  />
);
