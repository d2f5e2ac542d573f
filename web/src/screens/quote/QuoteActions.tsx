import type { DropQuote } from '@isp/server/contract/crm';
import type { AcceptQuote, ForeseeQuote, SendQuote } from '@isp/server/contract/flows';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import type { Reply } from '../../api/contract.ts';
import { useLookAhead } from '../../api/look-ahead.ts';
import { useMe } from '../../api/me.ts';
import { PrintButton } from '../../billing/PrintButton.tsx';
import { ButtonLink } from '../../kit/ButtonLink.tsx';
import { ConfirmButton } from '../../kit/ConfirmButton.tsx';
import { ErrorNote } from '../../kit/ErrorNote.tsx';
import { dayText, moneyText } from '../../kit/format.ts';
import { Note } from '../../kit/Note.tsx';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { SecretOnce } from '../../kit/SecretOnce.tsx';
import { type Offer, type Quote, quoteName } from './quote-words.ts';
import { ReasonForm } from './ReasonForm.tsx';

type LogIns = Reply<typeof AcceptQuote>['log_ins'];

const firstText = (offer: Offer, currency: string): string => {
  const [first] = offer.bills;
  return first === undefined
    ? 'Nothing is billed in the first year.'
    : `The first bill comes on ${dayText(first.on)}: ${moneyText(first.gross_minor, currency)}${first.with_others ? ' of it' : ''}.`;
};

const isAsSaid = (now: Offer, said: Offer | null): boolean => {
  const [a, b] = [now.bills[0], said?.bills[0]];
  return said === null || (a?.on === b?.on && a?.gross_minor === b?.gross_minor);
};

/** What it comes to if it is accepted today. */
const IfAccepted = ({ quote }: { readonly quote: Quote }) => {
  const { answer, error } = useLookAhead<typeof ForeseeQuote>('/quotes/:id/foresee', { id: quote.id });
  if (error) return <ErrorNote error={error} />;
  if (answer === undefined) return <Text size="sm">…</Text>;
  return (
    <>
      <Text size="sm">{firstText(answer, quote.currency)}</Text>
      {!isAsSaid(answer, quote.offer) && (
        <Note tone="warn">
          It is accepted later than it was reckoned for, so days are others than the quote shows; prices and terms are
          the same.
        </Note>
      )}
    </>
  );
};

const AcceptButton = ({ quote, onMade }: { readonly quote: Quote; readonly onMade: (made: LogIns) => void }) => {
  const { may } = useMe();
  const [isAsked, ask] = useState(false);
  const isDraft = quote.state === 'draft';
  const accept = useCommand<typeof AcceptQuote>('POST', '/quotes/:id/accept', {
    onDone: ({ quote: { number }, log_ins }) => {
      notifyDone(`Quote ${number} is accepted; its services are ordered.`);
      ask(false);
      onMade(log_ins.filter(({ generated_password }) => generated_password !== null));
    },
    onProblem: notifyProblem,
  });
  return (
    <>
      <Button variant={isDraft ? 'default' : 'filled'} onClick={() => ask(true)}>
        {isDraft ? 'Order now' : 'Accept'}
      </Button>
      {isAsked && (
        <Modal
          opened
          onClose={() => ask(false)}
          title={isDraft ? 'Order it now?' : `Does the customer accept ${quoteName(quote)}?`}
        >
          <Stack gap="sm">
            <Text size="sm">
              {isDraft && 'The quote is sent and accepted at once. '}Its services start as it says, and its charges wait
              for the next bill.
            </Text>
            {may('crm.quotes') && <IfAccepted quote={quote} />}
            <Group justify="flex-end" mt="sm">
              <Button variant="default" onClick={() => ask(false)}>
                Not yet
              </Button>
              <Button loading={accept.isSending} onClick={() => accept.send({ id: quote.id })}>
                {isDraft ? 'Order' : 'Accept'}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
};

export interface QuoteActionsProps {
  readonly quote: Quote;
  /** It is being thrown away, so there is nothing to ask for any more; or it was not after all. */
  readonly onGoing: (isGoing: boolean) => void;
}

const DraftButtons = ({ quote, onGoing }: QuoteActionsProps) => {
  const navigate = useNavigate();
  const { id } = quote;
  const send = useCommand<typeof SendQuote>('POST', '/quotes/:id/send', {
    onDone: ({ number }) => notifyDone(`Quote ${number} is marked as sent.`),
    onProblem: notifyProblem,
  });
  const drop = useCommand<typeof DropQuote>('DELETE', '/quotes/:id', {
    onDone: () => {
      notifyDone('The draft is thrown away.');
      void navigate({ to: `/accounts/${quote.account_id}` });
    },
    onProblem: (problem) => {
      onGoing(false);
      notifyProblem(problem);
    },
  });
  return (
    <>
      <ConfirmButton
        variant="filled"
        isSending={send.isSending}
        question="Mark it as sent?"
        consequence="It gets its number and says the same from then on, whatever plans cost later. Print it for the customer: no mail is sent from here."
        confirm="Mark as sent"
        onConfirm={() => send.send({ id })}
      >
        Mark as sent
      </ConfirmButton>
      <ButtonLink to={`/quotes/${id}/edit`} variant="default">
        Edit
      </ButtonLink>
      <ConfirmButton
        isSending={drop.isSending}
        question="Throw this draft away?"
        consequence="It and its draft subscriptions are gone."
        confirm="Throw away"
        danger
        onConfirm={() => {
          onGoing(true);
          drop.send({ id });
        }}
      >
        Throw away
      </ConfirmButton>
    </>
  );
};

const SentButtons = ({ quote }: { readonly quote: Quote }) => {
  const [asked, ask] = useState<'decline' | 'withdraw'>();
  const close = () => ask(undefined);
  return (
    <>
      <Button variant="default" onClick={() => ask('decline')}>
        Declined
      </Button>
      <Button variant="default" onClick={() => ask('withdraw')}>
        Withdraw
      </Button>
      {asked === 'decline' && (
        <ReasonForm quote={quote} verb="decline" title="The customer declines" submit="Note it" onClose={close} />
      )}
      {asked === 'withdraw' && (
        <ReasonForm quote={quote} verb="withdraw" title="Withdraw the quote" submit="Withdraw" onClose={close} />
      )}
    </>
  );
};

const isReplaceable = ({ state }: Quote): boolean => state !== 'draft' && state !== 'accepted';

/** What one can do with a quote in its state. */
export const QuoteActions = ({ quote, onGoing }: QuoteActionsProps) => {
  const { may } = useMe();
  const [made, setMade] = useState<LogIns>([]);
  const { state, account_id, id } = quote;
  const isOpen = state === 'draft' || state === 'sent';
  return (
    <>
      {isOpen && may('subscriptions.write') && <AcceptButton quote={quote} onMade={setMade} />}
      {may('crm.quotes') && state === 'draft' && <DraftButtons quote={quote} onGoing={onGoing} />}
      {may('crm.quotes') && state === 'sent' && <SentButtons quote={quote} />}
      {may('crm.quotes') && isReplaceable(quote) && (
        <ButtonLink to={`/accounts/${account_id}/quote`} search={{ replaces: id }} variant="default">
          Revise
        </ButtonLink>
      )}
      <PrintButton />
      {made.length > 0 && (
        <SecretOnce
          title={made.length === 1 ? 'The log-in that was made' : 'The log-ins that were made'}
          items={made.flatMap(({ username, generated_password }) => [
            ['Username', username] as const,
            [`Password of ${username}`, generated_password ?? ''] as const,
          ])}
          onClose={() => setMade([])}
        >
          The subscriber’s router logs in with it.
        </SecretOnce>
      )}
    </>
  );
};
