import { Paper } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Figures.module.css';
import { TextLink } from './TextLink.tsx';

interface FigureProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  /** Where its parts are listed. */
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly tone?: 'bad' | 'warn';
}

/** Characters from which on a figure is set smaller, so that it keeps to its place. */
const LONG = 11;

/** One number that matters, with what it is and what lies behind it. */
export const Figure = ({ label, value, note, to, search, tone }: FigureProps) => (
  <div className={classes.figure} data-tone={tone} data-link={to !== undefined || undefined}>
    <div className={classes.label}>
      {to ? (
        <TextLink to={to} {...(search ? { search } : {})} c="inherit" inherit>
          {label}
        </TextLink>
      ) : (
        label
      )}
    </div>
    <div className={classes.value} data-long={(typeof value === 'string' && value.length > LONG) || undefined}>
      {value}
    </div>
    {note && <div className={classes.note}>{note}</div>}
  </div>
);

/** A strip of figures on one surface. */
export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <Paper className={classes.strip}>{children}</Paper>
);
