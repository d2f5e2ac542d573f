import { createHash } from 'node:crypto';
import { ATTRIBUTE, type PacketView, PacketWriter } from '@isp/radius';
import { realNow } from '../../kernel/clock.ts';
import type { Client } from '../directory/clients.ts';
import type { HomeRecord } from '../store/home-records.ts';
import { recordAttributes } from './forward.ts';
import type { ForeignRoute } from './log-in-proxy.ts';

const writer = new PacketWriter();

/** An accounting record as it is kept for a home pool. The same datagram from the same NAS is the same record; one session's records have one name. */
export const homeRecord = (route: ForeignRoute, view: PacketView, client: Client, mark: Buffer): HomeRecord => {
  const { secret, address, nas_id } = client;
  const attributes = recordAttributes({ view, secret, address, strip: route.realm.strip, mark }, writer);
  return {
    pool_id: route.pool.id,
    digest: createHash('sha256').update(`${nas_id} ${address} `).update(view.bytes.subarray(0, view.length)).digest(),
    session: `${nas_id} ${address} ${view.octets(ATTRIBUTE.acct_session_id)?.toString('hex') ?? ''}`,
    attributes,
    delay_s: Math.max(0, view.integer(ATTRIBUTE.acct_delay_time)),
    received_at: realNow(),
  };
};
