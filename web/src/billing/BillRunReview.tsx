import type { CancelBillRun, GetBillRun } from '@isp/server/contract/billing';
import { Progress, Stack, Text } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, dayText, moneyText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { useId } from '../kit/use-id.ts';
import { BillClasses } from './BillClasses.tsx';
import { BillFindings } from './BillFindings.tsx';
import { madeText, runShare, starterText } from './bill-run-words.ts';
import { type BillRunPage, changeText, compared, paceText } from './review-words.ts';
import { useBeginRuns } from './use-begin-runs.ts';
import { useEntityNames } from './use-entity-names.ts';
import { useRunCurrency } from './use-run-currency.ts';

const LOOK_AGAIN_MS = 2_000;

const Stop = ({ run }: { readonly run: BillRunPage }) => {
  const stop = useCommand<typeof CancelBillRun>('POST', '/bill-runs/:id/cancel', {
    onDone: () => notifyDone('It stops after the accounts in work.'),
    onProblem: notifyProblem,
  });
  if (run.cancelled_by !== null) return null;
  return (
    <ConfirmButton
      isSending={stop.isSending}
      question="Stop this run?"
      consequence={
        run.kind === 'dry'
          ? 'It makes nothing anyway; what it has found so far stays here.'
          : 'It stops after the accounts in work. What it made stays made; another run makes the rest.'
      }
      confirm="Stop it"
      danger
      onConfirm={() => stop.send({ id: run.id })}
    >
      Stop
    </ConfirmButton>
  );
};

const Issue = ({ run }: { readonly run: BillRunPage }) => {
  const begin = useBeginRuns();
  const { as_of, zone, legal_entity_id } = run;
  if (run.invoices + run.credit_notes === 0) return null;
  return (
    <ConfirmButton
      variant="filled"
      isSending={begin.isSending}
      question="Issue these bills?"
      consequence={`What is due by ${dayText(as_of)} and not held is made: up to ${madeText(run)}, dated ${dayText(as_of)}. They get their numbers and are posted to the ledger. What is issued is never changed or deleted.`}
      confirm="Issue them"
      onConfirm={() =>
        begin.send({ as_of, zone, dry_run: false, ...(legal_entity_id === null ? {} : { legal_entity_id }) })
      }
    >
      Issue them
    </ConfirmButton>
  );
};

const Actions = ({ run }: { readonly run: BillRunPage }) => {
  if (!useMe().may('billing.issue')) return null;
  if (run.state === 'running') return <Stop run={run} />;
  return run.kind === 'dry' && run.state === 'done' ? <Issue run={run} /> : null;
};

const Working = ({ run }: { readonly run: BillRunPage }) => (
  <Panel>
    <Stack gap="xs">
      <Progress value={runShare(run)} size="lg" animated aria-label={`${runShare(run)} % done`} />
      <Text size="sm" role="status">
        {countText(run.done)} of {countText(run.due)} accounts: {madeText(run)}, {countText(run.held)} held.{' '}
        {run.cancelled_by === null
          ? paceText(run)
          : `${run.cancelled_by} stopped it: it ends with the accounts in work.`}
      </Text>
    </Stack>
  </Panel>
);

const moneyNote = (minor: number, currency: string, words: string) =>
  currency === '' || minor === 0 ? {} : { note: `${moneyText(minor, currency)}${words}` };

const MadeFigures = ({ run, currency }: { readonly run: BillRunPage; readonly currency: string }) => (
  <>
    <Figure
      label="Invoices"
      value={countText(run.invoices)}
      {...(run.kind === 'run' && run.invoices > 0 ? { to: '/invoices', search: { bill_run_id: run.id } } : {})}
      {...moneyNote(run.gross_minor, currency, ' with tax')}
    />
    <Figure
      label="Credit notes"
      value={countText(run.credit_notes)}
      {...(run.kind === 'run' && run.credit_notes > 0 ? { to: '/credit-notes', search: { bill_run_id: run.id } } : {})}
      {...moneyNote(run.credited_minor, currency, ' given back')}
    />
    <Figure
      label="Held"
      value={countText(run.held)}
      note="or cannot be billed"
      {...(run.held > 0 ? { tone: 'warn' as const, to: '/bill-holds' } : {})}
    />
  </>
);

const Numbers = ({ run }: { readonly run: BillRunPage }) => (
  <Figures>
    {run.kind === 'dry' &&
      compared(run.classes).map((sum) => (
        <Figure
          key={sum.currency}
          label={`${countText(sum.accounts)} bills, ${countText(sum.before_accounts)} before`}
          value={moneyText(sum.now_minor, sum.currency)}
          note={`before ${moneyText(sum.before_minor, sum.currency)} (${changeText(sum.now_minor, sum.before_minor)})`}
        />
      ))}
    <Figure label="Accounts due" value={countText(run.due)} />
    <MadeFigures run={run} currency={useRunCurrency()} />
  </Figures>
);

const Ended = ({ run }: { readonly run: BillRunPage }) => {
  if (run.error !== null)
    return (
      <Note tone="bad" title="It failed">
        {run.error} What it made before stays made; start it again for the rest.
      </Note>
    );
  if (run.state !== 'cancelled') return null;
  return (
    <Note tone="warn" title={`Stopped by ${run.cancelled_by ?? 'somebody'}`}>
      {countText(run.done)} of {countText(run.due)} accounts were looked at. Another run goes on with the rest.
    </Note>
  );
};

const Found = ({ run }: { readonly run: BillRunPage }) => {
  if (run.state === 'running') return null;
  if (run.classes.length === 0)
    return (
      <Note tone="idle">
        {run.kind === 'dry'
          ? 'Nothing is due, and nobody had a bill a period before who has none now.'
          : 'It held no bill by itself. How bills compare with those before, a dry run says.'}
      </Note>
    );
  return (
    <>
      <Panel title={run.kind === 'dry' ? 'Beside one period before' : 'What it held by itself'} padded={false}>
        <BillClasses run={run} />
      </Panel>
      <BillFindings run={run} />
      <Text size="xs" c="dimmed">
        Amounts are invoices less credit notes, with tax. Before is what the account was billed one period earlier, give
        or take a week; when it was billed nothing then, its last bill before.
      </Text>
    </>
  );
};

/** One run: how far it is; of a dry one, how its bills compare with those before, what to hold, and the way to issue them. */
export const BillRunReview = () => {
  const id = useId();
  const shown = useGet<typeof GetBillRun>('/bill-runs/:id', { id }, { every: LOOK_AGAIN_MS });
  const nameOf = useEntityNames();
  useLiveRefresh(['billing.bill_runs'], ['/bill-runs/:id', '/bill-runs/:bill_run_id/findings']);
  return (
    <Loaded of={shown}>
      {(run) => (
        <>
          <PageHeader
            title={`${run.kind === 'dry' ? 'Dry run' : 'Bill run'} for ${dayText(run.as_of)}`}
            back={{ to: '/bill-runs', label: 'Bill runs' }}
            aside={<StateBadge state={run.state} />}
            subtitle={
              <>
                {run.zone}
                {run.legal_entity_id !== null && `, ${nameOf(run.legal_entity_id)} only`}, by{' '}
                {starterText(run.started_by)}, <Instant at={run.started_at} />
              </>
            }
            actions={
              <>
                <ButtonLink to="/bill-holds" variant="default">
                  Held bills
                </ButtonLink>
                <Actions run={run} />
              </>
            }
          />
          <Stack gap="md">
            {run.state === 'running' ? <Working run={run} /> : <Numbers run={run} />}
            <Ended run={run} />
            <Found run={run} />
          </Stack>
        </>
      )}
    </Loaded>
  );
};
