import type { ListNasTags, ListVendors } from '@isp/server/contract/aaa';
import { NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconShieldOff } from '@tabler/icons-react';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { Note } from '../kit/Note.tsx';
import { NasPlace } from './NasPlace.tsx';
import { NasWays } from './NasWays.tsx';

/** What one types about a NAS. */
export type NasValues = {
  name: string;
  address: string;
  vendor: string;
  tags: string[];
  secret: string;
  coa_port: number | string;
  message_authenticator: 'required' | 'auto' | 'off';
  radsec_identity: string;
  mac_auth: boolean;
  identify_by: 'name' | 'line' | 'mac';
  device_log_in: 'off' | 'administrative' | 'login';
  by_identifier: 'off' | 'refuse' | 'register';
  new_at_most: number | string;
  /** The range it is told apart in, and what it calls itself there; empty: it is at an address. */
  range_id: string;
  range_name: string;
  identifier: string;
  /** It has a secret of its own, and is to have its range's again. */
  drops_secret: boolean;
};

type Vendor = Reply<typeof ListVendors>['items'][number];

const coaText = ({ coa_changes }: Vendor): string => {
  if (coa_changes.rate && coa_changes.wall) return 'Speed and walled garden change while a session lives.';
  if (coa_changes.rate)
    return 'Speed changes while a session lives; for the walled garden it is cut and logs in again.';
  if (coa_changes.wall) return 'The walled garden changes while a session lives; for another speed it is cut.';
  return 'Changes cut the session; it logs in again and gets what is new.';
};

interface NasFieldsProps {
  readonly form: UseFormReturnType<NasValues>;
  /** What an empty secret box means. */
  readonly secretHint: string;
  /** It is there already: it stays in its range. */
  readonly isKnown?: boolean;
  /** It is in a range and has a secret of its own, which it can give up. */
  readonly hasOwnSecret?: boolean;
}

const POLICIES = [
  { value: 'required', label: 'required' },
  { value: 'auto', label: 'required once it has sent one' },
  { value: 'off', label: 'not asked for' },
];

const RadsecIdentity = ({ form }: Pick<NasFieldsProps, 'form'>) => (
  <TextInput
    label="RadSec identity"
    classNames={{ input: 'mono' }}
    autoComplete="off"
    spellCheck={false}
    maxLength={300}
    description="Only if it comes over TLS: the SHA-256 fingerprint of its certificate, or the DNS name that it says"
    placeholder="bng-north-1.example.net"
    {...form.getInputProps('radsec_identity')}
  />
);

const Policy = ({ form }: Pick<NasFieldsProps, 'form'>) => (
  <>
    <Select
      label="Message-Authenticator"
      description="Whether its log-ins have to be signed when they come by UDP"
      data={POLICIES}
      allowDeselect={false}
      {...form.getInputProps('message_authenticator')}
    />
    {form.values.message_authenticator === 'off' && (
      <Note tone="warn" title="Open to BlastRADIUS" icon={<IconShieldOff size={18} stroke={1.8} />}>
        Whoever sits between this NAS and us can forge an Accept (CVE-2024-3596). Ask nothing only of old firmware on a
        network you trust.
      </Note>
    )}
    {form.values.message_authenticator === 'auto' && (
      <Note tone="info">
        Until it sends the first one, log-ins without are let in, unless they came through a proxy; from then on none
        are.
      </Note>
    )}
  </>
);

const SharedSecret = ({ form, secretHint, hasOwnSecret }: Omit<NasFieldsProps, 'isKnown'>) => (
  <>
    <TextInput
      label="Shared secret"
      classNames={{ input: 'mono' }}
      autoComplete="off"
      spellCheck={false}
      maxLength={200}
      description={secretHint}
      disabled={form.values.drops_secret}
      {...form.getInputProps('secret')}
    />
    {hasOwnSecret && (
      <Switch
        label={`Back to the secret of ${form.values.range_name}`}
        description="It has one of its own. Put the range’s into the NAS too: until then it is not believed"
        {...form.getInputProps('drops_secret', { type: 'checkbox' })}
      />
    )}
  </>
);

const NasTagsInput = ({ form }: Pick<NasFieldsProps, 'form'>) => {
  const tags = useGet<typeof ListNasTags>('/nas/tags', {});
  return (
    <TagsInput
      label="Tags"
      description="Words to find it by: a region, a POP, a network"
      data={(tags.data?.items ?? []).map(({ tag }) => tag)}
      maxTags={20}
      splitChars={[',', ' ']}
      clearable
      {...form.getInputProps('tags')}
    />
  );
};

/** The boxes of a NAS, for adding and for editing one. */
export const NasFields = ({ form, secretHint, isKnown = false, hasOwnSecret = false }: NasFieldsProps) => {
  const vendors = useGet<typeof ListVendors>('/nas/vendors', {});
  const known = vendors.data?.items ?? [];
  const chosen = known.find((vendor) => vendor.id === form.values.vendor);
  return (
    <>
      <TextInput label="Name" required maxLength={120} placeholder="bng-north-1" {...form.getInputProps('name')} />
      <NasPlace form={form} isKnown={isKnown} />
      <Select
        label="Make"
        data={known.map(({ id, title }) => ({ value: id, label: title }))}
        allowDeselect={false}
        description={chosen && coaText(chosen)}
        {...form.getInputProps('vendor')}
      />
      <NasTagsInput form={form} />
      <SharedSecret form={form} secretHint={secretHint} hasOwnSecret={hasOwnSecret} />
      <NumberInput
        label="CoA port"
        description="Where it listens for CoA and Disconnect"
        placeholder={chosen ? String(chosen.coa_port) : '3799'}
        min={1}
        max={65_535}
        allowDecimal={false}
        hideControls
        {...form.getInputProps('coa_port')}
      />
      <RadsecIdentity form={form} />
      <Policy form={form} />
      <NasWays form={form} />
    </>
  );
};
