import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { DocumentPreview } from '../../billing/DocumentPreview.tsx';
import { dayText } from '../../kit/format.ts';

interface NextInvoiceProps {
  readonly accountId: string;
  readonly on: string;
  readonly currency: string;
}

/** Opens what the next invoice would be, as things stand now, and the credit notes that would go out with it. */
export const NextInvoice = ({ accountId, on, currency }: NextInvoiceProps) => {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" size="compact-xs" ml={-8} onClick={open}>
        Preview
      </Button>
      <Modal opened={opened} onClose={close} title={`The invoice of ${dayText(on)}, as things stand`}>
        {opened && <DocumentPreview accountId={accountId} on={on} currency={currency} />}
      </Modal>
    </>
  );
};
