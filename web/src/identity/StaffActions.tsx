import type { ListStaff, ResetPassword, SignPersonOut, UpdateStaff } from '@isp/server/contract/identity';
import { ActionIcon, Button, Menu, Modal, Text } from '@mantine/core';
import { IconDots, IconKey, IconLogout, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

type Staff = Row<typeof ListStaff>;

interface StaffActionsProps {
  readonly staff: Staff;
  readonly onEdit: (staff: Staff) => void;
  /** Another password was made; it is to be shown once. */
  readonly onReset: (staff: Staff, password: string) => void;
}

const QUESTIONS = {
  reset: {
    title: 'Give a new password?',
    text: 'Their password stops working and all their sessions end. You get a one-time password for them.',
    act: 'Make a one-time password',
  },
  disable: { title: 'Disable?', text: 'They cannot sign in any more, and all their sessions end.', act: 'Disable' },
  out: { title: 'Sign out?', text: 'All their sessions end; they can sign in again.', act: 'Sign out everywhere' },
} as const;

type Asked = keyof typeof QUESTIONS;

const useStaffCommands = ({ staff, onReset }: StaffActionsProps) => {
  const options = { onProblem: notifyProblem };
  const reset = useCommand<typeof ResetPassword>('POST', '/staff/:id/reset-password', {
    ...options,
    onDone: ({ one_time_password }) => onReset(staff, one_time_password),
  });
  const change = useCommand<typeof UpdateStaff>('PATCH', '/staff/:id', {
    ...options,
    onDone: ({ state }) => notifyDone(`${staff.name} is ${state}.`),
  });
  const out = useCommand<typeof SignPersonOut>('POST', '/staff/:id/sign-out', {
    ...options,
    onDone: ({ ended }) => notifyDone(ended === 1 ? '1 session has ended.' : `${ended} sessions have ended.`),
  });
  const acts: Readonly<Record<Asked, () => void>> = {
    reset: () => reset.send({ id: staff.id }),
    disable: () => change.send({ id: staff.id, state: 'disabled' }),
    out: () => out.send({ id: staff.id }),
  };
  return { acts, enable: () => change.send({ id: staff.id, state: 'active' }) };
};

/** What one can do with a member of staff. */
export const StaffActions = (props: StaffActionsProps) => {
  const { staff, onEdit } = props;
  const { me, may } = useMe();
  const [asked, ask] = useState<Asked>();
  const { acts, enable } = useStaffCommands(props);
  if (!may('identity.write')) return null;
  const question = asked && QUESTIONS[asked];
  const isMe = me?.id === staff.id;
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon aria-label={`What to do with ${staff.name}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onEdit(staff)}>
            Edit
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => ask('out')}>
            Sign out everywhere
          </Menu.Item>
          {!isMe && (
            <Menu.Item leftSection={<IconKey size={16} />} onClick={() => ask('reset')}>
              New password
            </Menu.Item>
          )}
          {!isMe && <Menu.Divider />}
          {!isMe && staff.state === 'active' && (
            <Menu.Item color="red" leftSection={<IconUserOff size={16} />} onClick={() => ask('disable')}>
              Disable
            </Menu.Item>
          )}
          {staff.state === 'disabled' && (
            <Menu.Item leftSection={<IconUserCheck size={16} />} onClick={enable}>
              Enable
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked && question && (
        <Modal opened onClose={() => ask(undefined)} title={`${staff.name}: ${question.title}`}>
          <Text size="sm">{question.text}</Text>
          <Button
            mt="lg"
            fullWidth
            {...(asked === 'disable' ? { color: 'red' } : {})}
            onClick={() => {
              acts[asked]();
              ask(undefined);
            }}
          >
            {question.act}
          </Button>
        </Modal>
      )}
    </>
  );
};
