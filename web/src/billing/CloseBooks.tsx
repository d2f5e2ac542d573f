import type { CheckClosing, CloseBooks as CloseContract } from '@isp/server/contract/flows';
import { Group, List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import { useGet } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DayInput } from '../kit/DayInput.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { dayText } from '../kit/format.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { useToday } from '../kit/Now.tsx';
import { notifyDone } from '../kit/notify.ts';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { type ClosingCheck, checkItems, monthEndBefore, nextToClose } from './ledger-words.ts';
import type { LegalEntity } from './OfEntity.tsx';

const WIDTH = 620;

const CheckList = ({ check }: { readonly check: ClosingCheck }) => (
  <Stack gap="xs">
    {checkItems(check).map(({ tone, text }) => (
      <Note key={text} tone={tone}>
        {text}
      </Note>
    ))}
    {check.due.some.length > 0 && (
      <Text component="div" size="sm">
        Not billed yet{check.due.count > check.due.some.length ? ', the first of them' : ''}:
        <List size="sm">
          {check.due.some.map((id) => (
            <List.Item key={id}>
              <AccountLink id={id} />
            </List.Item>
          ))}
        </List>
      </Text>
    )}
  </Stack>
);

const canClose = ({ not_over_in, balance }: ClosingCheck): boolean =>
  not_over_in.length === 0 && balance.every(({ difference_minor }) => difference_minor === 0);

interface CloseBooksProps {
  readonly entity: LegalEntity;
  readonly closedThrough: string | undefined;
  readonly onClose: () => void;
}

/** Closes the books: chooses the day, shows what there is to look at, and only then closes them. */
export const CloseBooks = ({ entity, closedThrough, onClose }: CloseBooksProps) => {
  const today = useToday(entity.zone);
  const [through, setThrough] = useState<string | null>(
    closedThrough ? nextToClose(closedThrough) : monthEndBefore(today),
  );
  const input = { legal_entity_id: entity.id, through: through ?? today };
  const check = useGet<typeof CheckClosing>('/closing-check', input, { enabled: through !== null });
  const close = useCommand<typeof CloseContract>('POST', '/closings', {
    onDone: (closing) => {
      notifyDone(`The books of ${entity.name} are closed through ${dayText(closing.closed_through)}.`);
      onClose();
    },
  });
  return (
    <SideDrawer title={`Close the books of ${entity.name}`} onClose={onClose} width={WIDTH}>
      <Stack gap="md">
        <Text size="sm">
          Nothing is posted to a closed day any more: money that was received then is posted on the first open day, and
          invoices and credit notes are of today. Revenue that was billed for later days is deferred.
        </Text>
        <FormProblem problem={close.problem} fields={[]} />
        <DayInput label="Through" value={through} maxDate={today} onChange={setThrough} />
        {through !== null && (
          <Loaded of={check}>
            {(found) => (
              <>
                <CheckList check={found} />
                <Group justify="flex-end">
                  <ConfirmButton
                    variant="filled"
                    disabled={!canClose(found)}
                    isSending={close.isSending}
                    question={`Close the books through ${dayText(through)}?`}
                    consequence="No invoice, credit note or payment can be posted up to that day any more. Only the last closing can be taken back, with a reason that is kept."
                    confirm="Close them"
                    onConfirm={() => close.send(input)}
                  >
                    Close through {dayText(through)}
                  </ConfirmButton>
                </Group>
              </>
            )}
          </Loaded>
        )}
      </Stack>
    </SideDrawer>
  );
};
