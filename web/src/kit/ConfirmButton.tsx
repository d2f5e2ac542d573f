import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';

interface ConfirmButtonProps extends Omit<ButtonProps, 'onClick'> {
  /** The question, in one line. */
  readonly question: string;
  /** What will happen. */
  readonly consequence: ReactNode;
  /** The word on the button that does it; by default the button's own. */
  readonly confirm?: string;
  readonly danger?: boolean;
  readonly isSending: boolean;
  readonly onConfirm: () => void;
}

/** A button that says what it will do, and does it only after a second press. */
export const ConfirmButton = (props: ConfirmButtonProps) => {
  const { question, consequence, confirm, danger = false, isSending, onConfirm, children, ...button } = props;
  const [opened, { open, close }] = useDisclosure(false);
  const wasOpened = useRef(false);
  wasOpened.current ||= opened;
  const act = () => {
    onConfirm();
    close();
  };
  return (
    <>
      <Button variant="default" {...button} loading={isSending} onClick={open}>
        {children}
      </Button>
      {wasOpened.current && (
        <Modal opened={opened} onClose={close} title={question}>
          <Text component="div" size="sm">
            {consequence}
          </Text>
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={close}>
              Keep as it is
            </Button>
            <Button {...(danger ? { color: 'red' } : {})} onClick={act} data-autofocus>
              {confirm ?? children}
            </Button>
          </Group>
        </Modal>
      )}
    </>
  );
};
