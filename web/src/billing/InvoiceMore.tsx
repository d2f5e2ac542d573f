import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconEraser } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { creditableLines } from './credit-form.ts';
import type { Invoice } from './line-words.ts';
import { VoidForm } from './VoidForm.tsx';
import { WriteOffForm } from './WriteOffForm.tsx';

/** What is seldom done with an invoice: its debt is given up, or it is voided. */
export const InvoiceMore = ({ invoice }: { readonly invoice: Invoice }) => {
  const { may } = useMe();
  const [asked, setAsked] = useState<'write-off' | 'void'>();
  const close = () => setAsked(undefined);
  const mayWriteOff = may('billing.write-off') && invoice.open_minor > 0;
  const mayVoid = may('billing.issue') && invoice.state !== 'void' && creditableLines(invoice).length > 0;
  return (
    <>
      {(mayWriteOff || mayVoid) && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon size={34} variant="default" aria-label="More to do with this invoice">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayWriteOff && (
              <Menu.Item leftSection={<IconEraser size={16} />} onClick={() => setAsked('write-off')}>
                Write off
              </Menu.Item>
            )}
            {mayVoid && (
              <Menu.Item color="red" leftSection={<IconBan size={16} />} onClick={() => setAsked('void')}>
                Void
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {asked === 'write-off' && <WriteOffForm invoice={invoice} onClose={close} />}
      {asked === 'void' && <VoidForm invoice={invoice} onClose={close} />}
    </>
  );
};
