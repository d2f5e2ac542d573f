import type { ForgetBindings, ListCredentials, RemoveCredential } from '@isp/server/contract/aaa';
import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';
import { ConfirmButton } from '../../kit/ConfirmButton.tsx';
import { CopyText } from '../../kit/CopyText.tsx';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { BindingsForm } from './BindingsForm.tsx';
import { bindingTexts, kindText, type LogIn, logInName } from './credential-words.ts';
import { LogInAdd } from './LogInAdd.tsx';
import classes from './LogIns.module.css';

const quiet = { variant: 'subtle', color: 'gray', size: 'compact-xs' } as const;

/** Lets a new router in: what was learned goes, and the first that comes next is learned. */
const Forget = ({ logIn }: { readonly logIn: LogIn }) => {
  const forget = useCommand<typeof ForgetBindings>('POST', '/accounts/:account_id/credentials/:id/forget', {
    onDone: () => notifyDone('Forgotten. What comes next is learned.'),
    onProblem: notifyProblem,
  });
  if (!bindingTexts(logIn).some(({ isLearned }) => isLearned)) return null;
  const { account_id, id } = logIn;
  return (
    <Button {...quiet} color="petrol" loading={forget.isSending} onClick={() => forget.send({ account_id, id })}>
      Let a new router in
    </Button>
  );
};

const Remove = ({ logIn }: { readonly logIn: LogIn }) => {
  const remove = useCommand<typeof RemoveCredential>('DELETE', '/accounts/:account_id/credentials/:id', {
    onDone: () => notifyDone(`${logInName(logIn)} is no log-in any more.`),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      {...quiet}
      danger
      question={`Take ${logInName(logIn)} away?`}
      consequence="Nobody can log in by it any more, and the sessions that came by it end. Those by other log-ins stay."
      confirm="Take it away"
      isSending={remove.isSending}
      onConfirm={() => remove.send({ account_id: logIn.account_id, id: logIn.id })}
    >
      Remove
    </ConfirmButton>
  );
};

const Bound = ({ logIn }: { readonly logIn: LogIn }) => {
  const texts = bindingTexts(logIn);
  return (
    <Text size="xs" c="dimmed" className={classes.name}>
      {kindText(logIn)} · {texts.length === 0 ? 'from anywhere' : texts.map(({ text }) => text).join(' · ')}
    </Text>
  );
};

const OneLogIn = ({ logIn, onBind }: { readonly logIn: LogIn; readonly onBind: () => void }) => {
  const { may } = useMe();
  return (
    <Box className={classes['log-in']}>
      <Group justify="space-between" gap="xs" align="start">
        <div className={classes.what}>
          <span className={classes.name}>
            <CopyText text={logInName(logIn)} label={kindText(logIn)} />
          </span>
          <Bound logIn={logIn} />
        </div>
        {may('aaa.write') && (
          <Group gap={4}>
            <Forget logIn={logIn} />
            <Button {...quiet} onClick={onBind}>
              Bind
            </Button>
            <Remove logIn={logIn} />
          </Group>
        )}
      </Group>
    </Box>
  );
};

interface LogInsProps {
  readonly accountId: string;
  readonly subscriptionId: string;
}

/** The log-ins of a subscription: by name and password, by MAC, by line; what each is bound to, and a new router let in. */
export const LogIns = ({ accountId, subscriptionId }: LogInsProps) => {
  const { may } = useMe();
  const [bound, bind] = useState<LogIn>();
  const [isAdding, setAdding] = useState(false);
  const { data } = useGet<typeof ListCredentials>('/accounts/:account_id/credentials', { account_id: accountId });
  if (!data) return null;
  const logIns = data.items.filter((one) => one.subscription_id === subscriptionId && one.state === 'active');
  return (
    <Stack gap="xs" component="section" aria-label="Log-ins">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          Log-ins
        </Text>
        {may('aaa.write') && (
          <Button {...quiet} onClick={() => setAdding(true)}>
            Add a MAC or line
          </Button>
        )}
      </Group>
      {logIns.length === 0 && <StateBadge state="offline">no log-in: nobody can come online</StateBadge>}
      {logIns.map((logIn) => (
        <OneLogIn key={logIn.id} logIn={logIn} onBind={() => bind(logIn)} />
      ))}
      {bound && <BindingsForm logIn={bound} onClose={() => bind(undefined)} />}
      {isAdding && <LogInAdd accountId={accountId} subscriptionId={subscriptionId} onClose={() => setAdding(false)} />}
    </Stack>
  );
};
