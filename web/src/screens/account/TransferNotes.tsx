import type { ListTransfers } from '@isp/server/contract/views';
import { Group, Stack } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useList } from '../../api/query.ts';
import { dayText } from '../../kit/format.ts';
import { Note } from '../../kit/Note.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import type { Subscription } from './standing-words.ts';
import { TransferBack, type TransferRow } from './TransferBack.tsx';

interface OneProps {
  readonly transfer: TransferRow;
  readonly ownId: string;
}

/** One transfer as this subscription sees it: to whom it goes, or from whom it came. */
const One = ({ transfer, ownId }: OneProps) => {
  const { state, on_day, subscription_id, to_subscription_id, account_name, to_account_name, reason } = transfer;
  const goes = subscription_id === ownId;
  const verb = goes ? (state === 'planned' ? 'Goes to' : 'Went to') : state === 'planned' ? 'Comes from' : 'Came from';
  return (
    <Note tone={state === 'planned' ? 'info' : 'idle'} icon={<IconArrowsLeftRight size={18} stroke={1.8} />}>
      <Group justify="space-between" gap="xs">
        <span>
          {verb}{' '}
          <TextLink to={`/subscriptions/${goes ? to_subscription_id : subscription_id}`} inherit>
            {goes ? to_account_name : account_name}
          </TextLink>{' '}
          on {dayText(on_day)}
          {reason && `: ${reason}`}
        </span>
        <TransferBack transfer={transfer} />
      </Group>
    </Note>
  );
};

/** Where a subscription goes, went or came from; of most, nothing. */
export const TransferNotes = ({ subscription }: { readonly subscription: Subscription }) => {
  const { id, parent_id, transferred_to, transferred_from } = subscription;
  const isAny = parent_id === null && (transferred_to !== null || transferred_from !== null);
  const list = useList<typeof ListTransfers>('/transfers', { subscription_id: id }, { enabled: isAny });
  const known = isAny ? list.rows.filter(({ state }) => state !== 'taken back') : [];
  if (known.length === 0) return null;
  return (
    <Stack gap="xs">
      {known.map((transfer) => (
        <One key={transfer.id} transfer={transfer} ownId={id} />
      ))}
    </Stack>
  );
};
