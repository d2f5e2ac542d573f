import { Select, Switch } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Note } from '../kit/Note.tsx';
import type { NasValues } from './NasFields.tsx';

const IDENTIFY = [
  { value: 'name', label: 'their name and password' },
  { value: 'line', label: 'the line they come by (option 82)' },
  { value: 'mac', label: 'the MAC of their station' },
];

const DEVICE = [
  { value: 'off', label: 'nobody' },
  { value: 'administrative', label: 'staff, when it asks for Administrative or NAS-Prompt' },
  { value: 'login', label: 'staff, when it asks for Login and names no port, too' },
];

/** Which ways in there are at a NAS besides a typed password. */
export const NasWays = ({ form }: { readonly form: UseFormReturnType<NasValues> }) => (
  <>
    <Select
      label="Finds subscribers by"
      description="PPP and EAP go by name and password whatever is chosen"
      data={IDENTIFY}
      allowDeselect={false}
      {...form.getInputProps('identify_by')}
    />
    <Switch
      label="Lets on by MAC"
      description="A name that is a MAC, or Call-Check, is a log-in where a subscription has that MAC"
      {...form.getInputProps('mac_auth', { type: 'checkbox' })}
    />
    {(form.values.mac_auth || form.values.identify_by === 'mac') && (
      <Note tone="warn" title="A MAC is no secret">
        Whoever sends it is let on as its subscriber. Right behind a port of one’s own; wrong in the open air without
        more.
      </Note>
    )}
    <Select
      label="Who may log in to the device itself"
      description="As their role says, with their password for routers. RouterOS asks for Login"
      data={DEVICE}
      allowDeselect={false}
      {...form.getInputProps('device_log_in')}
    />
  </>
);
