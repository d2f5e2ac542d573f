import type { ListPlans } from '@isp/server/contract/tariffs';
import { Checkbox, Paper, Stack, Text, TextInput } from '@mantine/core';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
import { moneyText } from '../../kit/format.ts';
import { type ChosenPart, NOT_CHOSEN } from './bundle-parts-input.ts';
import { countedName } from './counted-text.ts';

type Plan = Row<typeof ListPlans>;
type Part = Plan['current']['parts'][number];

interface BundlePartsProps {
  readonly currency: string;
  readonly parts: readonly Part[];
  readonly chosen: Readonly<Record<string, ChosenPart>>;
  readonly onChange: (chosen: Record<string, ChosenPart>) => void;
}

interface OnePartProps {
  readonly part: Part;
  readonly plan: Plan | undefined;
  readonly currency: string;
  readonly typed: ChosenPart;
  readonly onChange: (typed: ChosenPart) => void;
}

const OnePart = ({ part, plan, currency, typed, onChange }: OnePartProps) => {
  const name = countedName(part.quantity, plan?.name ?? part.plan_id);
  const price = moneyText(part.price_minor * part.quantity, currency);
  const isTaken = !part.optional || typed.taken;
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        {part.optional ? (
          <Checkbox
            label={name}
            description={`adds ${price} to the price`}
            checked={typed.taken}
            onChange={({ currentTarget }) => onChange({ ...typed, taken: currentTarget.checked })}
          />
        ) : (
          <div>
            <Text size="sm" fw={600}>
              {name}
            </Text>
            <Text size="xs" c="dimmed">
              {price} of the price
            </Text>
          </div>
        )}
        {isTaken && plan?.kind === 'internet' && (
          <TextInput
            label={`Username of ${plan.name}`}
            description="Left empty, it is made from the account’s number"
            autoComplete="off"
            value={typed.username}
            onChange={({ currentTarget }) => onChange({ ...typed, username: currentTarget.value })}
          />
        )}
      </Stack>
    </Paper>
  );
};

/** What comes with a bundle that is sold: which parts are chosen, and how those with a log-in are called. */
export const BundleParts = ({ currency, parts, chosen, onChange }: BundlePartsProps) => {
  const { rows } = useList<typeof ListPlans>('/plans', { state: 'active', limit: 500 });
  return (
    <Stack gap="xs" role="group" aria-label="Parts">
      {parts.map((part) => (
        <OnePart
          key={part.plan_id}
          part={part}
          plan={rows.find(({ id }) => id === part.plan_id)}
          currency={currency}
          typed={chosen[part.plan_id] ?? NOT_CHOSEN}
          onChange={(typed) => onChange({ ...chosen, [part.plan_id]: typed })}
        />
      ))}
    </Stack>
  );
};
