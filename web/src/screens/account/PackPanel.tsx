import type { DropPackRule, ReturnPack } from '@isp/server/contract/flows';
import type { GetPackRule } from '@isp/server/contract/subscriptions';
import type { ListPacks } from '@isp/server/contract/tariffs';
import type { ListPackSales } from '@isp/server/contract/views';
import { Box, Button, Group, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCommand } from '../../api/command.ts';
import type { Row } from '../../api/contract.ts';
import { useLiveRefresh } from '../../api/live-refresh.ts';
import { useMe } from '../../api/me.ts';
import { useGet, useList } from '../../api/query.ts';
import { ConfirmButton } from '../../kit/ConfirmButton.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { Instant } from '../../kit/Instant.tsx';
import { Money } from '../../kit/Money.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import type { TableColumn } from '../../kit/table-column.ts';
import { usedAmountText } from '../../tariffs/limit-words.ts';
import { packsFor } from '../../tariffs/pack-words.ts';
import type { Service } from './account-types.ts';
import { PackForm } from './PackForm.tsx';
import { PackRuleForm } from './PackRuleForm.tsx';
import { type PackRule, ruleSentence } from './pack-rule-words.ts';

type Sale = Row<typeof ListPackSales>;

const TakeBack = ({ sale }: { readonly sale: Sale }) => {
  const { send, isSending } = useCommand<typeof ReturnPack>('POST', '/pack-sales/:id/take-back', {
    onDone: () => notifyDone(`${sale.pack_name} is taken back.`),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      size="compact-xs"
      aria-label={`Take ${sale.pack_name} back`}
      isSending={isSending}
      question={`Take ${sale.pack_name} back?`}
      consequence="What it gives and its charge are gone. It can be done while nothing of it is used or billed."
      confirm="Take back"
      danger
      onConfirm={() => send({ id: sale.id })}
    >
      Take back
    </ConfirmButton>
  );
};

const columnsOf = (mayChange: boolean): readonly TableColumn<Sale>[] => [
  {
    id: 'pack',
    header: 'Pack',
    cell: (row) => (
      <>
        {row.pack_name}
        <Text size="xs" c="dimmed">
          {usedAmountText(row.what, row.amount, row.currency)}
          {row.automatic && ', by itself'}
        </Text>
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'sold', header: 'Bought', cell: (row) => <Instant at={row.sold_at} /> },
  {
    id: 'invoice',
    header: 'Invoice',
    optional: true,
    cell: (row) =>
      row.invoice_id && (
        <TextLink to={`/invoices/${row.invoice_id}`} inherit>
          {row.invoice_number}
        </TextLink>
      ),
  },
  {
    id: 'price',
    header: 'Price',
    align: 'right',
    cell: (row) => <Money minor={row.price_minor} currency={row.currency} />,
  },
  { id: 'by', header: 'Bought by', optional: true, cell: (row) => row.sold_by },
  ...(mayChange
    ? [{ id: 'back', header: '', cell: (row: Sale) => row.state === 'waiting' && <TakeBack sale={row} /> }]
    : []),
];

interface RuleNoteProps {
  readonly service: Service;
  readonly rule: PackRule | null;
  readonly packName: string;
  readonly mayChange: boolean;
  readonly onAsk: (() => void) | undefined;
}

/** What the subscription buys by itself, and the switch. */
const RuleNote = ({ service, rule, packName, mayChange, onAsk }: RuleNoteProps) => {
  const off = useCommand<typeof DropPackRule>('DELETE', '/subscriptions/:id/pack-rule', {
    onDone: () => notifyDone(`${service.plan_name} buys no packs by itself any more.`),
    onProblem: notifyProblem,
  });
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{rule ? ruleSentence(rule, packName) : 'It buys no packs by itself.'}</Text>
      <Group gap="xs">
        {onAsk && (
          <Button variant="default" size="compact-xs" onClick={onAsk}>
            {rule ? 'Change' : 'Buy by itself'}
          </Button>
        )}
        {rule && mayChange && (
          <Button
            variant="default"
            size="compact-xs"
            loading={off.isSending}
            onClick={() => off.send({ id: service.id })}
          >
            Switch off
          </Button>
        )}
      </Group>
    </Group>
  );
};

const LIVE = ['/pack-sales', '/subscriptions/:id/pack-rule'];

/** The packs of a subscription: bought and taken back, and what it buys by itself. */
export const PackPanel = ({ service }: { readonly service: Service }) => {
  const { may } = useMe();
  const mayChange = may('subscriptions.write');
  const [asked, ask] = useState<'buy' | 'rule'>();
  const sales = useList<typeof ListPackSales>('/pack-sales', { subscription_id: service.id, limit: 100 });
  const packs = useList<typeof ListPacks>('/packs', { limit: 500 }, { enabled: may('tariffs.read') });
  const found = useGet<typeof GetPackRule>('/subscriptions/:id/pack-rule', { id: service.id });
  useLiveRefresh(['subscriptions.subscriptions', 'billing.charges', 'billing.invoices'], LIVE);
  const columns = useMemo(() => columnsOf(mayChange), [mayChange]);
  const rule = found.data?.rule ?? null;
  const sold = packsFor(packs.rows, service);
  const mayBuy = mayChange && service.state !== 'ended' && sold.length > 0;
  const packName = packs.rows.find(({ id }) => id === rule?.pack_id)?.name ?? 'a pack';
  const close = () => ask(undefined);
  const buy = mayBuy && (
    <Button variant="default" size="xs" onClick={() => ask('buy')}>
      Buy pack
    </Button>
  );
  return (
    <Panel padded={false} title="Packs" actions={buy}>
      {(rule || mayBuy) && (
        <Box px="md" pb="sm">
          <RuleNote
            service={service}
            rule={rule}
            packName={packName}
            mayChange={mayChange}
            onAsk={mayBuy ? () => ask('rule') : undefined}
          />
        </Box>
      )}
      <DataTable
        name="packs"
        list={sales}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<NothingHere title="No packs bought">A pack is more to use than the plan gives.</NothingHere>}
      />
      {asked === 'buy' && <PackForm service={service} packs={sold} onClose={close} />}
      {asked === 'rule' && <PackRuleForm service={service} packs={sold} rule={rule} onClose={close} />}
    </Panel>
  );
};
