import type { ListPools } from '@isp/server/contract/aaa';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import type { PoolChoice } from '../tariffs/plan-sentence.ts';

/** The pools a plan may name; none to whom they are not shown. */
export const usePools = (): readonly PoolChoice[] => {
  const { may } = useMe();
  return useList<typeof ListPools>('/pools', { limit: 500 }, { enabled: may('aaa.read') }).rows;
};
