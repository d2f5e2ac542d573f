import { ROOMS } from '../places.ts';
import type { Rule } from '../rule.ts';

const OWNERS = [...ROOMS, 'kernel', 'views', 'flows'];
const NAME = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})T([01]\\d|2[0-3])[0-5]\\d_(${OWNERS.join('|')})(_[a-z0-9]+)+\\.sql$`);

const isRealDay = (year: string, month: string, day: string): boolean => {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
};

const isWellNamed = (name: string): boolean => {
  const [, year = '', month = '', day = ''] = NAME.exec(name) ?? [];
  return year !== '' && isRealDay(year, month, day);
};

/** A migration's name says when it was written, whose schema it changes and what it does. */
export const migrationNames: Rule = {
  name: 'migration-names',
  where: (path) => /^server\/migrations\/.+\.sql$/.test(path),
  find: ({ path }) => {
    const name = path.slice('server/migrations/'.length);
    return isWellNamed(name) ? [] : [{ at: 0, reason: `the migration ${name} is not YYYYMMDDTHHMM_room_what.sql` }];
  },
  remedy: 'name it like 20261123T0910_billing_credit_note.sql: time written, room, what it does',
  bad: [
    ['server/migrations/0001_init.sql', ''],
    ['server/migrations/20261123T0910_invoices_add.sql', ''],
    ['server/migrations/20261323T0910_billing_add.sql', ''],
    ['server/migrations/20260230T0910_billing_add.sql', ''],
    ['server/migrations/20261123T2460_billing_add.sql', ''],
    ['server/migrations/20261123T0910_billing.sql', ''],
  ],
  good: [
    ['server/migrations/20261123T0910_billing_credit_note.sql', ''],
    ['server/migrations/20261123T0900_kernel_base.sql', ''],
    ['server/schema.sql', ''],
  ],
};
