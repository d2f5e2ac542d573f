import type { ListRoles } from '@isp/server/contract/identity';
import { useList } from '../api/query.ts';

/** The roles staff and API clients can have, as choices and by code. */
export const useRoles = () => {
  const { rows } = useList<typeof ListRoles>('/roles', { limit: 500 });
  const roles = rows.filter((role) => role.audience === 'staff');
  return {
    choices: roles.map(({ code, name }) => ({ value: code, label: name })),
    nameOf: (code: string) => roles.find((role) => role.code === code)?.name ?? code,
    byCode: (code: string | null) => roles.find((role) => role.code === code),
  };
};
