import { DateInput, type DateInputProps } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { weekdayText } from './format.ts';

/** A box for a calendar day; its value is `'2026-11-23'`, which one may type as well. */
export const DayInput = (props: DateInputProps) => (
  <DateInput
    valueFormat="YYYY-MM-DD"
    placeholder="YYYY-MM-DD"
    description={typeof props.value === 'string' ? weekdayText(props.value) : undefined}
    {...props}
  />
);
