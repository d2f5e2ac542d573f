import { ATTRIBUTE, CODE, type Distrust, type PacketView, verifyRequest } from '@isp/radius';
import type { Client } from '../directory/clients.ts';

/** False for a log-in without Message-Authenticator, which would look right under any secret. */
export const isProof = (view: PacketView): boolean =>
  view.code !== CODE.access_request || view.has(ATTRIBUTE.message_authenticator);

/**
 * The client under the secret that a request is made with, or why it is not believed. While the secret is being changed either will do, and the answer is made with the
 * same one; a request that proves neither is taken to be under the one that was proven last.
 */
export const believe = (view: PacketView, client: Client): Client | Distrust => {
  const { changing } = client;
  if (changing === undefined) return verifyRequest(view, client.secret, client.policy) ?? client;
  const { next, isNext } = changing;
  const likely = isNext ? next : client;
  const distrust = verifyRequest(view, likely.secret, client.policy);
  if (distrust !== undefined) {
    const other = isNext ? client : next;
    if (verifyRequest(view, other.secret, client.policy) !== undefined) return distrust;
    changing.isNext = !isNext;
  }
  if (!isProof(view)) return likely;
  if (changing.isNext) changing.tally.by_next++;
  else changing.tally.by_current++;
  return changing.isNext ? next : client;
};
