import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { asProblem } from '../api/problem.ts';
import { signOut } from '../api/session.ts';
import { notifyProblem } from './notify.ts';
import { SchemeItems } from './SchemeSwitch.tsx';

interface UserMenuProps {
  readonly name: string;
  /** What they sign in with: an e-mail address or a name. */
  readonly login: string;
}

/** Who is signed in; their own page, the colour scheme, and the way out. */
export const UserMenu = ({ name, login }: UserMenuProps) => {
  const navigate = useNavigate();
  const leave = () => void signOut().catch((error: unknown) => notifyProblem(asProblem(error)));
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={`${name}: account menu`}>
          <Avatar name={name} size={30} color="petrol" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={560} c="bright" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {login}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <SchemeItems />
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserCircle size={16} />} onClick={() => void navigate({ to: '/me' })}>
          My account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
