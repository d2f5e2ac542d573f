import type { FixAddresses } from '@isp/server/contract/flows';
import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';

type Values = {
  framed_ip: string;
  framed_ipv6_prefix: string;
  delegated_ipv6_prefix: string;
  when: 'now' | 'later';
};

const fixedOf = (service: Service): Pick<Values, 'framed_ip' | 'framed_ipv6_prefix' | 'delegated_ipv6_prefix'> => {
  const fixed = (kind: Service['fixed_addresses'][number], value: string | null) =>
    service.fixed_addresses.includes(kind) ? (value ?? '') : '';
  return {
    framed_ip: fixed('ipv4', service.framed_ip),
    framed_ipv6_prefix: fixed('ipv6-prefix', service.framed_ipv6_prefix),
    delegated_ipv6_prefix: fixed('ipv6-delegated', service.delegated_ipv6_prefix),
  };
};

interface AddressesFormProps {
  readonly service: Service;
  readonly onClose: () => void;
}

/** Gives a subscription fixed addresses, or what its plan says again. */
export const AddressesForm = ({ service, onClose }: AddressesFormProps) => {
  const isOnline = service.sessions.length > 0;
  const { form, frame } = useCommandForm<typeof FixAddresses, Values>({
    verb: 'PUT',
    path: '/subscriptions/:id/addresses',
    initial: { ...fixedOf(service), when: 'later' },
    toInput: ({ when, ...typed }) => ({
      id: service.id,
      framed_ip: typed.framed_ip.trim() || null,
      framed_ipv6_prefix: typed.framed_ipv6_prefix.trim() || null,
      delegated_ipv6_prefix: typed.delegated_ipv6_prefix.trim() || null,
      disconnect: when === 'now',
    }),
    onDone: ({ disconnected }) => {
      notifyDone(disconnected > 0 ? 'Changed; the session is being ended.' : 'Changed, from the next log-in on.');
      onClose();
    },
  });
  const box = { placeholder: 'as the plan says', classNames: { input: 'mono' } };
  return (
    <FormDrawer title={`Addresses of ${service.plan_name}`} onClose={onClose} {...frame} submit="Change addresses">
      <Text size="sm">What is written here is its own, whatever the plan says. An empty box is as the plan says.</Text>
      <TextInput label="IPv4 address" {...box} {...form.getInputProps('framed_ip')} />
      <TextInput
        label="IPv6 prefix of the link"
        description="Such as 2001:db8:0:7::/64; one of /128 is an address"
        {...box}
        {...form.getInputProps('framed_ipv6_prefix')}
      />
      <TextInput
        label="Delegated IPv6 prefix"
        description="Such as 2001:db8:1200::/56"
        {...box}
        {...form.getInputProps('delegated_ipv6_prefix')}
      />
      {isOnline && (
        <Radio.Group
          label="It is online, and no NAS changes the address of a living session"
          {...form.getInputProps('when')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="later" label="From the next log-in on" />
            <Radio value="now" label="Disconnect now, so that it logs in again" />
          </Stack>
        </Radio.Group>
      )}
    </FormDrawer>
  );
};
