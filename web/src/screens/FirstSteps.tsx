import { List } from '@mantine/core';
import { Panel } from '../kit/Panel.tsx';
import { TextLink } from '../kit/TextLink.tsx';

const STEPS = [
  { to: '/settings', does: 'Say who issues the invoices', so: 'name, tax number, IBAN, taxes and dunning' },
  { to: '/nas', does: 'Add a NAS', so: 'it may then ask by RADIUS' },
  { to: '/pools', does: 'Add an address pool', so: 'plans name it, and their subscribers get addresses from it' },
  { to: '/plans/new', does: 'Make a plan', so: 'what is sold: price, speed, volume' },
  { to: '/accounts/new', does: 'Open an account', so: 'then subscribe it to the plan, and its router can log in' },
] as const;

/** What to do in an installation that has nothing yet. */
export const FirstSteps = () => (
  <Panel title="First steps">
    <List type="ordered" spacing={6} size="sm">
      {STEPS.map(({ to, does, so }) => (
        <List.Item key={to}>
          <TextLink to={to} inherit fw={560}>
            {does}
          </TextLink>
          : {so}.
        </List.Item>
      ))}
    </List>
  </Panel>
);
