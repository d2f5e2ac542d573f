import type { GetCreditNote, GetInvoice } from '@isp/server/contract/billing';
import type { BillAccount } from '@isp/server/contract/flows';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { moneyText } from '../kit/format.ts';
import { Note } from '../kit/Note.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { DocumentPreview } from './DocumentPreview.tsx';

type Made = Reply<typeof BillAccount>;
type Named = { readonly number: string; readonly gross_minor: number; readonly currency: string };

const nameOf = (word: string, named: Named | undefined): string =>
  named ? `${word} ${named.number}, ${moneyText(named.gross_minor, named.currency)}` : word;

const InvoiceLink = ({ id }: { readonly id: string }) => {
  const { data } = useGet<typeof GetInvoice>('/invoices/:id', { id }, { enabled: useMe().may('billing.read') });
  return (
    <TextLink to={`/invoices/${id}`} size="sm">
      {nameOf('Invoice', data)}
    </TextLink>
  );
};

const CreditNoteLink = ({ id }: { readonly id: string }) => {
  const { data } = useGet<typeof GetCreditNote>('/credit-notes/:id', { id }, { enabled: useMe().may('billing.read') });
  return (
    <TextLink to={`/credit-notes/${id}`} size="sm">
      {nameOf('Credit note', data)}
    </TextLink>
  );
};

const Outcome = ({ made }: { readonly made: Made }) => {
  if (made.invoice_id === null && made.credit_note_ids.length === 0)
    return <Note tone="idle">Nothing is due today: nothing was made.</Note>;
  return (
    <Note tone="good" title="Made">
      <Stack gap={4} align="flex-start">
        {made.invoice_id !== null && <InvoiceLink id={made.invoice_id} />}
        {made.credit_note_ids.map((id) => (
          <CreditNoteLink key={id} id={id} />
        ))}
      </Stack>
    </Note>
  );
};

interface MakeInvoiceProps {
  readonly accountId: string;
  /** Of the account. */
  readonly currency: string;
  readonly onClose: () => void;
}

/** Makes what is due on an account today: shows it first, then what came of it. Mount it only while it is opened. */
export const MakeInvoice = ({ accountId, currency, onClose }: MakeInvoiceProps) => {
  const { may } = useMe();
  const command = useCommand<typeof BillAccount>('POST', '/accounts/:account_id/bill');
  const made = command.reply;
  return (
    <Modal opened onClose={onClose} title="Make invoice now">
      <Stack gap="md">
        <FormProblem problem={command.problem} fields={[]} />
        {made ? (
          <Outcome made={made} />
        ) : (
          <>
            <Text size="sm">
              What is due today is made at once, instead of by the next bill run. Where another account pays, that
              account’s invoice is made.
            </Text>
            {may('billing.read') && <DocumentPreview accountId={accountId} currency={currency} />}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {made ? 'Close' : 'Cancel'}
          </Button>
          {!made && (
            <Button loading={command.isSending} onClick={() => command.send({ account_id: accountId })}>
              Make it
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};
