import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ForeseeQuote, ShowQuote } from '@isp/server/contract/flows';
import { Box, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveRefresh } from '../../api/live-refresh.ts';
import { useLookAhead } from '../../api/look-ahead.ts';
import { useMe } from '../../api/me.ts';
import { useGet, useList } from '../../api/query.ts';
import { AccountLink } from '../../kit/AccountLink.tsx';
import { ErrorNote } from '../../kit/ErrorNote.tsx';
import { Instant } from '../../kit/Instant.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { Loaded } from '../../kit/Loaded.tsx';
import { Note } from '../../kit/Note.tsx';
import { PageHeader } from '../../kit/PageHeader.tsx';
import { PageLoading } from '../../kit/PageLoading.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { useId } from '../../kit/use-id.ts';
import { countedName } from '../account/counted-text.ts';
import '../../billing/print.css';
import { QuoteActions, type QuoteActionsProps } from './QuoteActions.tsx';
import { QuoteDocument } from './QuoteDocument.tsx';
import { type Offer, type Quote, quoteName } from './quote-words.ts';

/** As wide as the document. */
const WIDTH = 860;

const Paper = ({ quote, offer }: { readonly quote: Quote; readonly offer: Offer }) => {
  const entities = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  const issuer = entities.rows.find(({ id }) => id === quote.legal_entity_id);
  if (entities.error) return <ErrorNote error={entities.error} />;
  return issuer ? <QuoteDocument quote={quote} offer={offer} issuer={issuer} /> : <PageLoading />;
};

/** A draft says what it comes to today, to those who write quotes. */
const DraftPaper = ({ quote }: { readonly quote: Quote }) => {
  const { may } = useMe();
  const isWriter = may('crm.quotes');
  const { answer, error } = useLookAhead<typeof ForeseeQuote>(
    '/quotes/:id/foresee',
    isWriter ? { id: quote.id } : undefined,
  );
  if (!isWriter) return <Text c="dimmed">What it comes to stands here once it is sent.</Text>;
  if (error) return <ErrorNote error={error} />;
  return answer === undefined ? <PageLoading /> : <Paper quote={quote} offer={answer} />;
};

const TITLES: Readonly<Record<string, string>> = {
  accepted: 'Services that were ordered',
  draft: 'Draft subscriptions',
  sent: 'Draft subscriptions',
};

/** The services: drafts while it can be accepted, then subscriptions; of one that is over, nothing came. */
const Services = ({ quote }: { readonly quote: Quote }) => (
  <Panel title={TITLES[quote.state] ?? 'Services that were offered'}>
    <KeyValues
      items={quote.drafts.map((draft) => [
        `${draft.line_no}. ${countedName(draft.quantity, draft.plan_name)}`,
        draft.ordered ? (
          <TextLink key="subscription" to={`/subscriptions/${draft.id}`} inherit>
            the subscription
          </TextLink>
        ) : (
          <StateBadge key="draft" state={TITLES[quote.state] ? 'draft' : quote.state} />
        ),
      ])}
    />
  </Panel>
);

const Story = ({ quote }: { readonly quote: Quote }) => {
  const { made_at, made_by, sent_at, sent_by, closed_at, closed_by, state, reason } = quote;
  const moment = (at: string | null, by: string | null) => at && [<Instant key="at" at={at} />, ` by ${by}`];
  return (
    <Panel title="What became of it">
      <KeyValues
        items={[
          ['Written', moment(made_at, made_by)],
          ['Sent', moment(sent_at, sent_by)],
          ...(closed_at ? [[state, moment(closed_at, closed_by)] as const] : []),
          ...(reason ? [['Why', reason] as const] : []),
          ...(quote.replaces_id
            ? [
                [
                  'In the place of',
                  <TextLink key="replaces" to={`/quotes/${quote.replaces_id}`} inherit>
                    {quote.replaces_number}
                  </TextLink>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  );
};

const Replaced = ({ quote }: { readonly quote: Quote }) =>
  quote.replaced_by.map(({ id, number }) => (
    <Box key={id} data-noprint mb="md" maw={WIDTH}>
      <Note tone="info">
        Another quote was written in its place:{' '}
        <TextLink to={`/quotes/${id}`} inherit>
          {number ?? 'a draft'}
        </TextLink>
        .
      </Note>
    </Box>
  ));

const QuoteBody = ({ quote, onGoing }: QuoteActionsProps) => (
  <Stack gap={0}>
    <div data-noprint>
      <PageHeader
        title={quoteName(quote)}
        back={{ to: '/quotes', label: 'Quotes' }}
        aside={<StateBadge state={quote.state} />}
        subtitle={
          <>
            to <AccountLink id={quote.account_id} />
          </>
        }
        actions={<QuoteActions quote={quote} onGoing={onGoing} />}
      />
    </div>
    <Replaced quote={quote} />
    {quote.offer === null ? <DraftPaper quote={quote} /> : <Paper quote={quote} offer={quote.offer} />}
    <Stack data-noprint mt="md" maw={WIDTH}>
      {quote.drafts.length > 0 && <Services quote={quote} />}
      <Story quote={quote} />
    </Stack>
  </Stack>
);

/** One quote as its recipient sees it, and what one can do with it. */
export const QuotePage = () => {
  const client = useQueryClient();
  const [isGoing, setGoing] = useState(false);
  const quote = useGet<typeof ShowQuote>('/quotes/:id', { id: useId() }, { enabled: !isGoing });
  useLiveRefresh(['crm.quotes'], ['/quotes/:id']);
  const goes = (isIt: boolean) => {
    setGoing(isIt);
    if (isIt) void client.cancelQueries({ queryKey: ['/quotes/:id'] });
  };
  return <Loaded of={quote}>{(found) => <QuoteBody quote={found} onGoing={goes} />}</Loaded>;
};
