import type { ListMeters } from '@isp/server/contract/metering';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import type { MeterChoice } from '../tariffs/meter-words.ts';

/** The meters a plan may charge by; none to whom they are not shown. */
export const useMeters = (state?: 'active'): readonly MeterChoice[] => {
  const { may } = useMe();
  return useList<typeof ListMeters>('/meters', { limit: 500, state }, { enabled: may('metering.read') }).rows;
};
