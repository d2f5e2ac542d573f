import { Grid, Stack } from '@mantine/core';
import { useMe } from '../api/me.ts';
import { KeyValues } from '../kit/KeyValues.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SchemeSwitch } from '../kit/SchemeSwitch.tsx';
import { DevicePassword } from './DevicePassword.tsx';
import { OwnSessions } from './OwnSessions.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { permissionText } from './permission-words.ts';

/** Who I am, my password, and where I am signed in. */
export const MyPage = () => {
  const { me } = useMe();
  if (!me) return null;
  return (
    <>
      <PageHeader title="My account" subtitle={me.login} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6, lg: 4 }}>
          <Stack gap="md">
            <Panel title="You">
              <KeyValues
                items={[
                  ['Name', me.name],
                  ['Signed in as', me.login],
                  ['Role', me.role],
                  ['You may', me.permissions.map(permissionText).join('; ')],
                ]}
              />
            </Panel>
            <Panel title="Look">
              <SchemeSwitch />
            </Panel>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6, lg: 4 }}>
          <Panel title="Password">
            <PasswordForm />
          </Panel>
        </Grid.Col>
        {me.kind === 'staff' && (
          <Grid.Col span={{ base: 12, md: 6, lg: 4 }}>
            <DevicePassword />
          </Grid.Col>
        )}
        <Grid.Col span={12}>
          <OwnSessions />
        </Grid.Col>
      </Grid>
    </>
  );
};
