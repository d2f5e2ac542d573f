/**
 * AAA: who may use the network, who does, and how much.
 *
 * - **NAS**: the router that lets subscribers on and asks us by RADIUS; to us a client, known by its **address** and a shared secret.
 *   Over TLS (**RadSec**, RFC 6614) it is known by its certificate: its **RadSec identity** is a fingerprint or a DNS name.
 * - **Credential**: user name and password of a subscription. **Access**: what it deserves (allow, walled, deny; speed, address, end).
 * - **Directory**: this room's rows in memory, from which log-ins are answered without SQL.
 * - **Session**: one log-in's life as its **accounting records** (Start, Interim-Update, Stop) tell it. Input is what came from the subscriber
 *   (upload), output what went to it. **Quarter**: what a session used in a quarter of an hour; usage is rated from these.
 * - **Use** of an address: that its **holder** has an address, prefix or port block from a moment up to a moment; one holder at a time in its **realm**.
 * - **Class**: a token in the Accept that the NAS gives back with every record: whose session it is, and what the NAS was told.
 * - **Told**: what a session's NAS was told last. **Reconcile**: compare what was told with what is deserved, and send what is missing.
 * - **CoA** changes a live session, **Disconnect** ends it (RFC 5176). **Walled**: let on, but only as far as the walled garden.
 * - **Discard**: a datagram that gets no answer, or a connection that is not taken; counted by sender and reason.
 *
 * It is told what a subscription deserves and never asks: it knows no plan, no invoice, no account's name.
 */
export { addNas } from './add-nas.ts';
export { claimUsage } from './claim-usage.ts';
export { disconnectMany } from './disconnect-many.ts';
export { endCredentials } from './end-credentials.ts';
export { forgetLogs } from './forget-logs.ts';
export { setAccess, type WantedAccess } from './set-access.ts';
export { setCredential } from './set-credential.ts';
export { forgetUsage, noteForgotten, retentionRows } from './store/retention.ts';
export { hoursStored, lateHours, NOBODYS, storeUsage } from './store/roll-up.ts';
