import type { StartBillRun } from '@isp/server/contract/flows';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DayInput } from '../kit/DayInput.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { useToday } from '../kit/Now.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { BillRunOutcome } from './BillRunOutcome.tsx';
import { madeText } from './bill-run-words.ts';

type Outcome = Reply<typeof StartBillRun>;

const WIDTH = 720;

const useRun = (onDone: (outcome: Outcome) => void) =>
  useCommand<typeof StartBillRun>('POST', '/bill-runs', { onDone, onProblem: notifyProblem });

interface RealRunProps {
  readonly dry: Outcome;
  readonly onDone: () => void;
}

const RealRun = ({ dry, onDone }: RealRunProps) => {
  const run = useRun((made) => {
    notifyDone(`${madeText(made)} ${made.invoices + made.credit_notes === 1 ? 'is' : 'are'} out.`);
    onDone();
  });
  return (
    <ConfirmButton
      variant="filled"
      isSending={run.isSending}
      question={`Issue ${madeText(dry)}?`}
      consequence="They get their numbers and are posted to the ledger. What is issued is never changed or deleted."
      confirm="Issue them"
      onConfirm={() => run.send({ as_of: dry.as_of, dry_run: false })}
    >
      Issue {madeText(dry)}
    </ConfirmButton>
  );
};

interface BillRunStartProps {
  readonly currency: string;
  readonly onClose: () => void;
}

/** Starts a bill run: chooses the day, shows what it would make, and only then makes it. */
export const BillRunStart = ({ currency, onClose }: BillRunStartProps) => {
  const [asOf, setAsOf] = useState<string | null>(useToday());
  const [dry, setDry] = useState<Outcome>();
  const tryOut = useRun(setDry);
  const change = (day: string | null) => {
    setAsOf(day);
    setDry(undefined);
  };
  return (
    <SideDrawer title="Start a bill run" onClose={onClose} width={WIDTH}>
      <Stack gap="md">
        <Text size="sm">
          A run makes an invoice for every account that has something due by the chosen day, and credit notes for days
          that were billed and not used. What was billed before is never billed again. Look at the dry run first: it
          issues nothing.
        </Text>
        <FormProblem problem={tryOut.problem} fields={[]} />
        <Group align="flex-end" gap="sm">
          <DayInput label="As of" value={asOf} onChange={change} />
          <Button
            variant={dry ? 'default' : 'filled'}
            mb={asOf ? 22 : 0}
            disabled={asOf === null}
            loading={tryOut.isSending}
            onClick={() => tryOut.send({ ...(asOf ? { as_of: asOf } : {}), dry_run: true })}
          >
            Dry run
          </Button>
        </Group>
        {dry && <BillRunOutcome outcome={dry} currency={currency} />}
        {dry && (
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            {dry.invoices + dry.credit_notes > 0 && <RealRun dry={dry} onDone={onClose} />}
          </Group>
        )}
      </Stack>
    </SideDrawer>
  );
};
