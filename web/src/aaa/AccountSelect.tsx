import type { ListAccounts } from '@isp/server/contract/views';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';

type Account = Row<typeof ListAccounts>;

interface AccountSelectProps {
  readonly value: string | null;
  readonly onChoose: (account: Account | undefined) => void;
  readonly error?: React.ReactNode;
  readonly label: string;
  readonly description: string;
}

const WAIT_MS = 200;
const SHOWN = 30;

/** A box that finds an account while one types. */
export const AccountSelect = ({ value, onChoose, error, label, description }: AccountSelectProps) => {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Account>();
  const [asked] = useDebouncedValue(text, WAIT_MS);
  const q = chosen !== undefined && asked === chosen.name ? undefined : asked || undefined;
  const list = useList<typeof ListAccounts>('/accounts', { q, state: 'active', limit: SHOWN });
  const found =
    chosen === undefined || list.rows.some(({ id }) => id === chosen.id) ? list.rows : [chosen, ...list.rows];
  const choose = (id: string | null) => {
    const account = found.find((one) => one.id === id);
    setChosen(account);
    onChoose(account);
  };
  return (
    <Select
      label={label}
      description={description}
      required
      searchable
      placeholder="Name, number, e-mail …"
      nothingFoundMessage={list.isLoading ? 'Looking …' : 'No such account'}
      data={found.map(({ id, name, number }) => ({ value: id, label: name, number }))}
      renderOption={({ option }) => `${option.label} · ${found.find(({ id }) => id === option.value)?.number ?? ''}`}
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      value={value}
      onChange={choose}
      error={error}
    />
  );
};
