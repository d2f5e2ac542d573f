/**
 * AAA: who may use the network, who does, and how much.
 *
 * - **NAS**: the router that lets subscribers on and asks us by RADIUS; to us a client, known by its **address** and a shared secret.
 *   Over TLS (**RadSec**, RFC 6614) it is known by its certificate: its **RadSec identity** is a fingerprint or a DNS name.
 * - **Credential** (log-in): how a subscription is known: a name and a password, a **MAC** address, or a **line** (what the NAS says of where it comes
 *   from: Agent-Circuit-Id, Agent-Remote-Id). It may be **bound** to a station, a port and a VLAN, each to a value or to the first that comes (**learn**).
 * - **Way**: how a request is looked up: by password, MAC, line, or as staff to the **device** itself.
 * - **Access**: what it deserves (allow, walled, deny; speed, address, end).
 * - **Allowance**: what is left, in octets, seconds and until when, before what a subscription deserves may change.
 * - **Directory**: this room's rows in memory, from which log-ins are answered without SQL.
 * - **Session**: one log-in's life as its **accounting records** (Start, Interim-Update, Stop) tell it. Input is what came from the subscriber
 *   (upload), output what went to it. **Quarter**: what a session used in a quarter of an hour; usage is rated from these.
 * - **Use** of an address: that its **holder** has an address, prefix or port block from a moment up to a moment; one holder at a time in its **realm**.
 * - **Pool**: addresses or prefixes that are given out, from **ranges** of ours or, by its name only, by the NAS. **Assignment**: that a subscription has one; **fixed**,
 *   it is its own whatever the plan says, else it is of the plan's pool and stays for as long as nobody else needs it more.
 * - **Class**: a token in the Accept that the NAS gives back with every record: whose session it is, and what the NAS was told.
 * - **Told**: what a session's NAS was told last. **Reconcile**: compare what was told with what is deserved, and send what is missing.
 * - **CoA** changes a live session, **Disconnect** ends it (RFC 5176). **Walled**: let on, but only as far as the walled garden.
 * - **Realm** of a user name: what follows its `@`. Users of a realm that is not ours are decided on by its **home servers**, of which a **home pool** asks one after the other.
 * - **Voucher**: a code that is a log-in by itself, good for so long and so much; one of a **batch**, which says what it gives. Its id stands where a subscription's does.
 * - **Discard**: a datagram that gets no answer, or a connection that is not taken; counted by sender and reason.
 *
 * It is told what a subscription deserves and never asks: it knows no plan, no invoice, no account's name.
 */
export { addCredential } from './add-credential.ts';
export { addNas } from './add-nas.ts';
export { cancelVouchersOf } from './cancel-vouchers-of.ts';
export { changeDeviceLevel } from './change-device-level.ts';
export { checkPools } from './check-pools.ts';
export { checkPrefixes } from './check-prefixes.ts';
export { claimUsage } from './claim-usage.ts';
export { createPool } from './create-pool.ts';
export { createVouchers } from './create-vouchers.ts';
export { disconnectMany } from './disconnect-many.ts';
export { disconnectSubscription } from './disconnect-subscription.ts';
export { endCredentials } from './end-credentials.ts';
export { AllowanceUsed } from './events.ts';
export { forgetLogs } from './forget-logs.ts';
export { getVoucher } from './get-voucher.ts';
export { getVoucherBatch } from './get-voucher-batch.ts';
export { setAccess, type WantedAccess } from './set-access.ts';
export { setAllowance } from './set-allowance.ts';
export { setCredential } from './set-credential.ts';
export { setDeviceUser } from './set-device-user.ts';
export { standVouchers } from './stand-vouchers.ts';
export { dueAllowances, lockAccess, lookAtAllowances } from './store/allowance.ts';
export { forgetUsage, noteForgotten, retentionRows } from './store/retention.ts';
export { hoursStored, type LateUse, lateHours, NOBODYS, storeUsage, type UsageHours } from './store/roll-up.ts';
export { addSupposedUse, copyUse } from './store/use-copy.ts';
export { dueVouchers, lockVouchers, lookAtVouchers, type VoucherRowFacts } from './store/voucher-standing.ts';
export { transferLogIns } from './transfer-log-ins.ts';
