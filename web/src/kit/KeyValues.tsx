import { Fragment, type ReactNode } from 'react';
import classes from './KeyValues.module.css';

interface KeyValuesProps {
  readonly items: readonly (readonly [label: string, value: ReactNode])[];
}

/** Names with their values; what is null, undefined or empty shows as a dash. */
export const KeyValues = ({ items }: KeyValuesProps) => (
  <dl className={classes.list}>
    {items.map(([label, value]) => (
      <Fragment key={label}>
        <dt>{label}</dt>
        <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
      </Fragment>
    ))}
  </dl>
);
