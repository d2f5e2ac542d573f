import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { dayText, moneyText } from '../../kit/format.ts';
import { Money } from '../../kit/Money.tsx';
import classes from './ForeseenDays.module.css';
import type { ForeseenDay } from './foreseen-words.ts';

interface ForeseenRowsProps {
  readonly of: ForeseenDay;
  readonly currency: string;
}

/** What one day would bring: its lines, and what they come to. */
export const ForeseenRows = ({ of: { rows, sum_minor, refund_minor, held }, currency }: ForeseenRowsProps) => (
  <>
    {held !== null && (
      <Text size="xs" c="var(--warn-text)">
        Held back: {held}
      </Text>
    )}
    <dl className={classes.rows}>
      {rows.map(({ key, what, period, gross_minor, discount_minor }) => (
        <Fragment key={key}>
          <dt>
            {what} {period && <span className={classes.period}>{period}</span>}
            {discount_minor > 0 && (
              <div className={classes.period}>after {moneyText(discount_minor, currency)} of discount</div>
            )}
          </dt>
          <dd data-back={gross_minor < 0}>
            <Money minor={gross_minor} currency={currency} />
          </dd>
        </Fragment>
      ))}
      {rows.length > 1 && (
        <>
          <dt className={classes.sum}>Together</dt>
          <dd className={classes.sum} data-back={sum_minor < 0}>
            <Money minor={sum_minor} currency={currency} />
          </dd>
        </>
      )}
    </dl>
    {refund_minor > 0 && (
      <Text size="xs" c="dimmed">
        <Money minor={refund_minor} currency={currency} /> is to be paid out.
      </Text>
    )}
  </>
);

interface ForeseenDaysProps {
  readonly days: readonly ForeseenDay[];
  readonly currency: string;
  readonly today: string;
}

/** The next documents, one under the other. */
export const ForeseenDays = ({ days, currency, today }: ForeseenDaysProps) => (
  <ol className={classes.days}>
    {days.map((day) => (
      <li key={day.as_of}>
        <strong>{day.as_of === today ? 'Today' : dayText(day.as_of)}</strong>
        <ForeseenRows of={day} currency={currency} />
      </li>
    ))}
  </ol>
);
