import { dayText } from './format.ts';

/** A calendar day in the reader's notation. */
export const Day = ({ day }: { readonly day: string }) => (
  <time dateTime={day} style={{ whiteSpace: 'nowrap' }}>
    {dayText(day)}
  </time>
);
