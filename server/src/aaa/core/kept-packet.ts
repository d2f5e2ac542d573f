import { PacketView, parsePacket } from '@isp/radius';
import { writeId } from '@isp/values';
import { uuidAt } from './class.ts';
import { readRecord, type Sender, type SessionRecord, senderOf } from './record.ts';

/** An Accounting-Request as it was believed. */
export interface Heard {
  readonly view: PacketView;
  readonly sender: Sender;
  /** Milliseconds since 1970. */
  readonly at_ms: number;
}

/** Octets of all, the time, three ids, whether its NAS is told by its identifier, and the octets of its address; the address and the packet follow. */
const [SIZE, AT, NAS, ACCOUNT, SUBSCRIPTION, TOLD, CLIENT, HEAD] = [0, 4, 12, 28, 44, 60, 61, 62];

/** How many octets `writeKept` writes. */
export const sizeKept = ({ view, sender }: Heard): number => HEAD + sender.client.length + view.length;

/** Writes a packet at `at` with what it takes to read the same record of it later: who sent it, when it came, and whose session was found for it. */
export const writeKept = (out: Buffer, at: number, heard: Heard, record: SessionRecord): void => {
  const { view, sender, at_ms } = heard;
  const { client } = sender;
  out.writeUInt32BE(sizeKept(heard), at + SIZE);
  out.writeDoubleBE(at_ms, at + AT);
  writeId(sender.nas_id, out, at + NAS);
  writeId(record.account_id, out, at + ACCOUNT);
  writeId(record.subscription_id, out, at + SUBSCRIPTION);
  out[at + TOLD] = sender.is_told === true ? 1 : 0;
  out[at + CLIENT] = client.length;
  for (let i = 0; i < client.length; i++) out[at + HEAD + i] = client.charCodeAt(i);
  view.bytes.copy(out, at + HEAD + client.length, 0, view.length);
};

const recordAt = (kept: Buffer, at: number, end: number): SessionRecord | undefined => {
  const packet = at + HEAD + (kept[at + CLIENT] as number);
  const view = new PacketView();
  if (parsePacket(view, kept.subarray(packet, end)) !== undefined) return undefined;
  const sender = senderOf(uuidAt(kept, at + NAS), kept.toString('latin1', at + HEAD, packet), kept[at + TOLD] === 1);
  const owner = { account_id: uuidAt(kept, at + ACCOUNT), subscription_id: uuidAt(kept, at + SUBSCRIPTION) };
  const reading = readRecord(view, sender, () => owner, kept.readDoubleBE(at + AT));
  return 'record' in reading && reading.record.kind !== 'restart' ? reading.record : undefined;
};

/** The records of packets that `writeKept` wrote one after the other; `undefined` for what is none. */
export const recordsKept = (kept: Buffer): (SessionRecord | undefined)[] => {
  const records: (SessionRecord | undefined)[] = [];
  for (let at = 0; at < kept.length; ) {
    const size = at + HEAD > kept.length ? 0 : kept.readUInt32BE(at + SIZE);
    if (size < HEAD || at + size > kept.length) return [...records, undefined];
    records.push(recordAt(kept, at, at + size));
    at += size;
  }
  return records;
};
