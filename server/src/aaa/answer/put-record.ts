import type { PacketView } from '@isp/radius';
import type { RestartRecord, SessionRecord } from '../core/record.ts';
import type { Client } from '../directory/clients.ts';
import type { ForeignRoute, LogInProxy } from '../proxy/log-in-proxy.ts';
import { homeRecord } from '../proxy/records.ts';
import type { DoorOptions } from './door-options.ts';

/** Is told whether a record was stored. */
type Done = (stored: boolean) => void;

/** There is nothing to store. */
const later = (done: Done): true => {
  setImmediate(done, true);
  return true;
};

/**
 * Commits a record with us, for its home servers, or both, as its realm says, and then tells whether it was done everywhere; false when there is no room. For both it is
 * ours first: what the NAS has to repeat because we could not store it was not forwarded yet, and what we have stored already counts once.
 */
export const putRecord = (
  {
    batcher,
    deliverer,
    proxy,
  }: Pick<DoorOptions, 'batcher' | 'deliverer'> & { readonly proxy: Pick<LogInProxy, 'mark'> },
  view: PacketView,
  record: SessionRecord | RestartRecord | undefined,
  route: ForeignRoute | undefined,
  client: Client,
  done: Done,
  at_ms: number,
): boolean => {
  const policy = route?.realm.accounting ?? 'keep';
  const kept = policy === 'forward' ? undefined : record;
  const foreign = route && policy !== 'keep' ? homeRecord(route, view, client, proxy.mark) : undefined;
  const heard = { view, sender: client.sender, at_ms };
  if (foreign === undefined) return kept === undefined ? later(done) : batcher.add(kept, done, heard);
  if (kept === undefined) return deliverer.add(foreign, done);
  if (!deliverer.hasRoom) return false;
  const forward = (stored: boolean) => {
    if (!stored || !deliverer.add(foreign, done)) done(false);
  };
  return batcher.add(kept, forward, heard);
};
