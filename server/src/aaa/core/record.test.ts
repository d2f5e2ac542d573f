import { ATTRIBUTE, CODE, PacketView, PacketWriter, parsePacket, prepareSecret } from '@isp/radius';
import { describe, expect, test } from 'vitest';
import { CLASS_OCTETS, readsAsOurs, stampIn, writeClass } from './class.ts';
import { canCoalesce, coalesce } from './coalesce.ts';
import { type Reading, readRecord, type SessionRecord } from './record.ts';
import { nextSessionId } from './session-id.ts';

const NOW = Date.parse('2026-01-01T10:00:00Z');
const NAS = '11111111-1111-4111-8111-111111111111';
const OWNER = {
  account_id: '22222222-2222-4222-8222-222222222222',
  subscription_id: '33333333-3333-4333-8333-333333333333',
};
const secret = prepareSecret(Buffer.from('secret'));

const read = (fill: (writer: PacketWriter) => void, client = '10.0.0.1'): Reading => {
  const writer = new PacketWriter();
  writer.beginRequest(CODE.accounting_request, 1);
  fill(writer);
  const view = new PacketView();
  expect(parsePacket(view, writer.bytes.subarray(0, writer.finishRequest(secret)))).toBeUndefined();
  const sender = { nas_id: NAS, client, octets: Buffer.from(`${NAS} ${client}`) };
  return readRecord(view, sender, () => (view.latin1(ATTRIBUTE.user_name) === 'bob' ? OWNER : undefined), NOW);
};

const session = (fill: (writer: PacketWriter) => void, client?: string): SessionRecord => {
  const reading = read((writer) => {
    writer.addText(ATTRIBUTE.user_name, 'bob');
    writer.addText(ATTRIBUTE.acct_session_id, 's1');
    fill(writer);
  }, client);
  if (!('record' in reading) || reading.record.kind === 'restart') throw new Error('no session');
  return reading.record;
};

const token = (): Buffer => {
  const octets = Buffer.alloc(CLASS_OCTETS);
  const ids = Buffer.from(`${OWNER.account_id}${OWNER.subscription_id}`.replaceAll('-', ''), 'hex');
  writeClass(octets, ids, 0, 1, 2, true, 50_000, null, 0x0a000007, -5);
  return octets;
};

describe('what is read', () => {
  test('an Interim: totals with gigawords, times, what the NAS reports (duties 91, 102)', () => {
    const record = session((w) => {
      w.addInteger(ATTRIBUTE.acct_status_type, 3);
      w.addInteger(ATTRIBUTE.acct_session_time, 600);
      w.addInteger(ATTRIBUTE.acct_delay_time, 5);
      w.addInteger(ATTRIBUTE.acct_input_octets, 0xffff_ffff);
      w.addInteger(ATTRIBUTE.acct_input_gigawords, 3);
      w.addInteger(ATTRIBUTE.acct_output_gigawords, 0xffff_ffff);
      w.addOctets(ATTRIBUTE.framed_ip_address, Buffer.of(10, 1, 2, 3));
      w.addOctets(ATTRIBUTE.delegated_ipv6_prefix, Buffer.from('0038 20010db8000001ff'.replaceAll(' ', ''), 'hex'));
      w.addOctets(ATTRIBUTE.framed_interface_id, Buffer.from('0000000000000001', 'hex'));
      w.addInteger(ATTRIBUTE.nas_port, 17);
    });
    expect(record).toMatchObject({
      kind: 'interim',
      ...OWNER,
      input_octets: 4n * 4_294_967_296n - 1n,
      output_octets: (1n << 63n) - 1n,
      heard_ms: NOW - 5000,
      started_ms: NOW - 605_000,
      framed_ip: '10.1.2.3',
      delegated_ipv6_prefix: '2001:0db8:0000:0100:0000:0000:0000:0000/56',
      framed_interface_id: '0000:0000:0000:0001',
      nas_port_id: '17',
      told_mode: null,
    });
  });

  test('a Stop’s cause is a number, a vendor’s too; passwords and the like are not looked at (duties 99, 101)', () => {
    const record = session((w) => {
      w.addInteger(ATTRIBUTE.acct_status_type, 2);
      w.addInteger(ATTRIBUTE.acct_terminate_cause, 4_000_000_000);
      w.addOctets(ATTRIBUTE.user_password, Buffer.alloc(16));
      w.addText(ATTRIBUTE.reply_message, 'x');
    });
    expect([record.terminate_cause, record.stopped_ms]).toEqual([4_000_000_000, NOW]);
  });

  test('a Class of ours among others says whose it is and what was told (duty 49)', () => {
    const record = session((w) => {
      w.addInteger(ATTRIBUTE.acct_status_type, 1);
      w.addText(ATTRIBUTE.class, 'someone else’s');
      w.addOctets(ATTRIBUTE.class, token());
    });
    expect(record).toMatchObject({
      ...OWNER,
      told_mode: 'walled',
      told_rate_down_kbps: 50_000,
      told_rate_up_kbps: null,
      told_framed_ip: '10.0.0.7',
      began_after_ms: null,
    });
  });

  test.each([
    [7, { record: { kind: 'restart', nas_id: NAS, client: '10.0.0.1', at_ms: NOW } }],
    [8, { record: { kind: 'restart', nas_id: NAS, client: '10.0.0.1', at_ms: NOW } }],
    [9, { passed: true }],
    [14, { passed: true }],
    [6, { refused: 'status-type-unknown' }],
    [1, { refused: 'session-id-missing' }],
  ])('Acct-Status-Type %d alone (duty 100)', (status, reading) => {
    expect(read((w) => w.addInteger(ATTRIBUTE.acct_status_type, status))).toEqual(reading);
  });

  test('a NUL is shown, as PostgreSQL cannot hold it; the session’s id is made of the octets (duty 98)', () => {
    const start = (name: string) =>
      read((w) => {
        w.addInteger(ATTRIBUTE.acct_status_type, 1);
        w.addText(ATTRIBUTE.acct_session_id, 's');
        w.addText(ATTRIBUTE.user_name, name);
      }) as { record: SessionRecord };
    expect(start('a\u0000b').record.username).toBe('a\u2400b');
    expect(start('a\u0000b').record.id).not.toBe(start('a\u2400b').record.id);
  });
});

test('the id of a session is its sender, Acct-Session-Id, user and Class together (duty 97)', () => {
  const start = (w: PacketWriter) => w.addInteger(ATTRIBUTE.acct_status_type, 1);
  const ids = [
    session(start).id,
    session(start, '10.0.0.2').id,
    session((w) => {
      start(w);
      w.addText(ATTRIBUTE.class, 'c');
    }).id,
    nextSessionId(session(start).id),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(session(start).id).toBe(ids[0]);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('a Class from before credentials had stamps is ours still, and a session keeps its id over a log-in that has one', () => {
  const [now, before] = [token(), token().subarray(0, CLASS_OCTETS - 4)];
  const reAuthenticated = (octets: Buffer) => {
    const shared = Buffer.from(octets);
    shared.fill(0, 34, 42);
    return session((w) => {
      w.addInteger(ATTRIBUTE.acct_status_type, 3);
      w.addOctets(ATTRIBUTE.class, shared);
    });
  };
  expect(reAuthenticated(before)).toMatchObject({ ...OWNER, told_mode: 'walled', told_framed_ip: '10.0.0.7' });
  expect(reAuthenticated(before).id).toBe(reAuthenticated(now).id);
  expect([stampIn(now), stampIn(before), stampIn(null)]).toEqual([-5, undefined, undefined]);
  expect([now, before].map((octets) => readsAsOurs(octets, 0, octets.length))).toEqual([true, true]);
});

describe('two records as one', () => {
  const at = (minute: number, status: number, octets: number) =>
    session((w) => {
      w.addInteger(ATTRIBUTE.acct_status_type, status);
      w.addInteger(ATTRIBUTE.event_timestamp, NOW / 1000 - 600 + minute * 60);
      if (status !== 1) w.addInteger(ATTRIBUTE.acct_session_time, minute * 60);
      w.addInteger(ATTRIBUTE.acct_input_octets, octets);
    });

  test('in either order: the greater totals, the earlier beginning, the Stop', () => {
    const [start, stop] = [at(0, 1, 0), at(4, 2, 70)];
    for (const one of [coalesce(start, stop), coalesce(stop, start)])
      expect(one).toMatchObject({
        kind: 'stop',
        input_octets: 70n,
        started_ms: start.started_ms,
        stopped_ms: stop.stopped_ms,
        session_s: 240,
      });
  });

  test('not across quarters, and not when one surely began after the other', () => {
    expect(canCoalesce(at(0, 3, 1), at(4, 3, 2))).toBe(true);
    expect(canCoalesce(at(9, 3, 1), at(10, 3, 2))).toBe(false);
    expect(canCoalesce(at(0, 3, 1), at(4, 1, 0))).toBe(false);
  });
});
