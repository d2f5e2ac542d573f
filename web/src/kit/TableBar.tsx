import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

/** The bar above a list: its filters, and what one can do with it. */
export const TableBar = ({ tools, children }: { readonly tools: ReactNode; readonly children: ReactNode }) => (
  <div className={classes.bar}>
    {children}
    <div className={classes.tools}>{tools}</div>
  </div>
);

/** The foot of a list: how much of it one sees. */
export const TableFoot = ({ status, children }: { readonly status: string; readonly children: ReactNode }) => (
  <div className={classes.foot}>
    <span role="status">{status}</span>
    {children}
  </div>
);
