import type { PacketView } from '@isp/radius';
import type { RestartRecord, SessionRecord } from '../core/record.ts';
import type { Client } from '../directory/clients.ts';
import type { ForeignRoute } from '../proxy/log-in-proxy.ts';
import { homeRecord } from '../proxy/records.ts';
import type { DoorOptions } from './door-options.ts';

/** Is told whether a record was stored. */
type Done = (stored: boolean) => void;

/** Tells once what was told twice: whether both was done. */
const twice = (done: Done): Done => {
  let [left, all] = [2, true];
  return (stored) => {
    all &&= stored;
    if (--left === 0) done(all);
  };
};

/** There is nothing to store. */
const later = (done: Done): true => {
  setImmediate(done, true);
  return true;
};

/** Commits a record with us, for its home servers, or both, as its realm says, and then tells whether it was done everywhere; false when there is no room. */
export const putRecord = (
  { batcher, deliverer, proxy }: Pick<DoorOptions, 'batcher' | 'deliverer' | 'proxy'>,
  view: PacketView,
  record: SessionRecord | RestartRecord | undefined,
  route: ForeignRoute | undefined,
  client: Client,
  done: Done,
): boolean => {
  const policy = route?.realm.accounting ?? 'keep';
  const kept = policy === 'forward' ? undefined : record;
  const foreign = route && policy !== 'keep' ? homeRecord(route, view, client, proxy.mark) : undefined;
  if (foreign === undefined) return kept === undefined ? later(done) : batcher.add(kept, done);
  if (kept === undefined) return deliverer.add(foreign, done);
  const both = twice(done);
  if (!deliverer.add(foreign, both)) return false;
  if (!batcher.add(kept, both)) both(false);
  return true;
};
