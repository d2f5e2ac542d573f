import type { CreateHomeServer, ListHomeServers, UpdateHomeServer } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import {
  EMPTY,
  HomeServerFields,
  type HomeServerValues,
  homeServerInput,
  homeServerProblems,
} from './HomeServerFields.tsx';

/** Adds a home server. */
export const HomeServerAdd = ({ onClose }: { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof CreateHomeServer, HomeServerValues>({
    verb: 'POST',
    path: '/home-servers',
    initial: EMPTY,
    toInput: homeServerInput,
    validate: homeServerProblems,
    onDone: ({ name }) => {
      notifyDone(`${name} is added. It is asked once it is in a pool that a realm goes to.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a home server" onClose={onClose} {...frame} submit="Add home server">
      <HomeServerFields form={form} secretHint="As agreed with whoever runs it" />
    </FormDrawer>
  );
};

interface HomeServerEditProps {
  readonly server: Row<typeof ListHomeServers>;
  readonly onClose: () => void;
}

/** Changes a home server; what is left empty of its secrets stays. */
export const HomeServerEdit = ({ server, onClose }: HomeServerEditProps) => {
  const { name, address, transport, auth_port, acct_port, probe, message_authenticator, may_send_coa } = server;
  const { response_window_ms, dead_after_s, probe_every_s, revive_after_s } = server;
  const { form, frame } = useCommandForm<typeof UpdateHomeServer, HomeServerValues>({
    verb: 'PATCH',
    path: '/home-servers/:id',
    initial: {
      ...EMPTY,
      ...{ name, address, transport, auth_port, acct_port, probe, message_authenticator, may_send_coa },
      ...{ response_window_ms, dead_after_s, probe_every_s, revive_after_s },
      tls_name: server.tls_name ?? '',
      probe_username: server.probe_username ?? '',
    },
    toInput: (values) => ({ id: server.id, ...homeServerInput(values) }),
    validate: homeServerProblems,
    onDone: () => {
      notifyDone('Saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${name}`} onClose={onClose} {...frame} submit="Save">
      <HomeServerFields form={form} secretHint="Left empty, it stays as it is" />
    </FormDrawer>
  );
};
