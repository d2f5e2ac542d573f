import type { ListHoldPolicies } from '@isp/server/contract/billing';
import type { HoldBills } from '@isp/server/contract/flows';
import { Table, Text, UnstyledButton } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { countText } from '../kit/format.ts';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import {
  type BillRunPage,
  CLASS_LABELS,
  CLASSES,
  type ClassSum,
  changeText,
  classWords,
  type HoldableClass,
  type HoldPolicy,
  holdableOf,
} from './review-words.ts';

interface HoldClassProps {
  readonly run: BillRunPage;
  readonly name: HoldableClass;
  readonly accounts: number;
}

const HoldClass = ({ run, name, accounts }: HoldClassProps) => {
  const hold = useCommand<typeof HoldBills>('POST', '/bill-runs/:id/hold', {
    onDone: ({ held, left }) =>
      notifyDone(
        `${countText(held)} held${left === 0 ? '' : `; ${countText(left)} were held already or billed meanwhile`}.`,
      ),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      size="compact-xs"
      isSending={hold.isSending}
      question={`Hold ${countText(accounts)} of “${CLASS_LABELS[name]}”?`}
      consequence="No run makes their bills until somebody releases them. Their service goes on."
      confirm="Hold them"
      onConfirm={() => hold.send({ id: run.id, class: name })}
    >
      Hold all
    </ConfirmButton>
  );
};

interface ClassRowProps {
  readonly run: BillRunPage;
  readonly sum: ClassSum;
  readonly policy: HoldPolicy | undefined;
}

const ClassName = ({ sum, policy }: Omit<ClassRowProps, 'run'>) => {
  const { search, set } = useListSearch();
  const label = CLASS_LABELS[sum.class];
  const isChosen = search.class === sum.class;
  return (
    <>
      {sum.class === 'same' ? (
        <Text size="sm" fw={560}>
          {label}
        </Text>
      ) : (
        <UnstyledButton
          fz="sm"
          fw={560}
          td="underline"
          aria-pressed={isChosen}
          onClick={() => set({ class: isChosen ? undefined : sum.class })}
        >
          {label}
        </UnstyledButton>
      )}
      <Text size="xs" c="dimmed">
        {classWords(sum.class, policy)}
      </Text>
    </>
  );
};

const ClassRow = ({ run, sum, policy }: ClassRowProps) => {
  const { search } = useListSearch();
  const holdable = holdableOf(sum.class);
  const mayHold = useMe().may('billing.issue') && run.kind === 'dry' && run.state === 'done';
  const money = (minor: number) => <Money minor={minor} currency={sum.currency} />;
  return (
    <Table.Tr bg={search.class === sum.class ? 'var(--mantine-primary-color-light)' : ''}>
      <Table.Td>
        <ClassName sum={sum} policy={policy} />
      </Table.Td>
      <Table.Td ta="right">{countText(sum.accounts)}</Table.Td>
      <Table.Td ta="right">{money(sum.before_minor)}</Table.Td>
      <Table.Td ta="right">{money(sum.now_minor)}</Table.Td>
      <Table.Td ta="right">{changeText(sum.now_minor, sum.before_minor)}</Table.Td>
      <Table.Td ta="right">
        {holdable && mayHold && <HoldClass run={run} name={holdable} accounts={sum.accounts} />}
      </Table.Td>
    </Table.Tr>
  );
};

/** What a run found, by class: how many, what they came to before and come to now. Pressing a class lists its accounts. */
export const BillClasses = ({ run }: { readonly run: BillRunPage }) => {
  const policies = useList<typeof ListHoldPolicies>('/hold-policies', {});
  const policy = policies.rows.length === 1 ? policies.rows[0] : undefined;
  const rows = CLASSES.flatMap((name) => run.classes.filter((sum) => sum.class === name));
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table fz="sm" verticalSpacing={6} aria-label="What the run found, by class">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Class</Table.Th>
            <Table.Th ta="right">Accounts</Table.Th>
            <Table.Th ta="right">Before</Table.Th>
            <Table.Th ta="right">Now</Table.Th>
            <Table.Th ta="right">Change</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((sum) => (
            <ClassRow key={`${sum.class}${sum.currency}`} run={run} sum={sum} policy={policy} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};
