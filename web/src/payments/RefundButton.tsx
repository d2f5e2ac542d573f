import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMe } from '../api/me.ts';
import { type Refundable, RefundForm } from './RefundForm.tsx';

interface RefundButtonProps extends ButtonProps {
  readonly of: Refundable;
}

/** Pays out what is left of something, for those who may; nothing when nothing is left. */
export const RefundButton = ({ of, ...looks }: RefundButtonProps) => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may('payments.refund') || (of.left_minor <= 0 && !opened)) return null;
  return (
    <>
      <Button variant="default" {...looks} onClick={open}>
        Pay out
      </Button>
      {opened && <RefundForm of={of} onClose={close} />}
    </>
  );
};
