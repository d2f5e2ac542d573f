import type { CancelVoucherBatch, RemoveVoucherBatch } from '@isp/server/contract/aaa';
import { Button } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import { downloadCsv } from '../api/download.ts';
import { useMe } from '../api/me.ts';
import { asProblem } from '../api/problem.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { VoucherExtend } from './VoucherExtend.tsx';
import { VoucherPrint } from './VoucherPrint.tsx';
import type { VoucherBatch } from './voucher-words.ts';

interface ActionProps {
  readonly batch: VoucherBatch;
}

const CancelButton = ({ batch }: ActionProps) => {
  const cancel = useCommand<typeof CancelVoucherBatch>('POST', '/voucher-batches/:id/cancel', {
    onDone: () => notifyDone(`${batch.name} is cancelled.`),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      danger
      question={`Cancel all of ${batch.name}?`}
      consequence={`${batch.unused} unused vouchers and ${batch.in_use} in use will let nobody on any more; who is online by one is disconnected. This cannot be taken back.`}
      confirm="Cancel all"
      isSending={cancel.isSending}
      onConfirm={() => cancel.send({ id: batch.id })}
    >
      Cancel all
    </ConfirmButton>
  );
};

const RemoveButton = ({ batch }: ActionProps) => {
  const navigate = useNavigate();
  const remove = useCommand<typeof RemoveVoucherBatch>('DELETE', '/voucher-batches/:id', {
    onDone: () => {
      notifyDone(`${batch.name} is removed.`);
      void navigate({ to: '/vouchers' });
    },
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      danger
      question={`Remove ${batch.name}?`}
      consequence="Its codes and what was used of them are deleted; 30 days after the last voucher was over, not before."
      confirm="Remove"
      isSending={remove.isSending}
      onConfirm={() => remove.send({ id: batch.id })}
    >
      Remove
    </ConfirmButton>
  );
};

const CodesButton = ({ batch }: ActionProps) => {
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    downloadCsv('/voucher-batches/:id/codes', { id: batch.id }, `codes ${batch.name}`)
      .catch((error: unknown) => notifyProblem(asProblem(error)))
      .finally(() => setSaving(false));
  };
  return (
    <ConfirmButton
      leftSection={<IconDownload size={16} />}
      question={`Save the codes of ${batch.name}?`}
      consequence="Whoever has the file can be online by them. That you saved it is written down."
      confirm="Save as CSV"
      isSending={isSaving}
      onConfirm={save}
    >
      Codes as CSV
    </ConfirmButton>
  );
};

/** What can be done with a batch, for those who may. */
export const VoucherBatchActions = ({ batch }: ActionProps) => {
  const { may } = useMe();
  const [isPrinting, setPrinting] = useState(false);
  const [isExtending, setExtending] = useState(false);
  const isOver = batch.unused + batch.in_use === 0;
  return (
    <>
      {may('vouchers.write') && batch.cancelled_at === null && (
        <Button variant="default" onClick={() => setExtending(true)}>
          Last day
        </Button>
      )}
      {may('vouchers.write') && (isOver ? <RemoveButton batch={batch} /> : <CancelButton batch={batch} />)}
      {may('vouchers.codes') && <CodesButton batch={batch} />}
      {may('vouchers.codes') && !isOver && (
        <Button leftSection={<IconPrinter size={16} />} onClick={() => setPrinting(true)}>
          Print
        </Button>
      )}
      {isPrinting && <VoucherPrint batch={batch} onClose={() => setPrinting(false)} />}
      {isExtending && <VoucherExtend batch={batch} onClose={() => setExtending(false)} />}
    </>
  );
};
