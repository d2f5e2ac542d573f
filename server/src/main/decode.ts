import { parseArgs } from 'node:util';
import { describePacket, prepareSecret } from '@isp/radius';

/** `isp radius decode HEX [--secret S]`: prints a packet's attributes as JSON. */
export const decodeCommand = async (args: readonly string[]): Promise<void> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { secret: { type: 'string' } },
  });
  const [verb, ...hex] = positionals;
  const text = hex.join('').replaceAll(/[\s:]|^0x/g, '');
  if (verb !== 'decode' || !/^([0-9a-f]{2})+$/i.test(text))
    throw new Error('usage: isp radius decode HEX [--secret S]');
  const secret = values.secret === undefined ? undefined : prepareSecret(Buffer.from(values.secret, 'utf8'));
  const described = describePacket(Buffer.from(text, 'hex'), secret ? { secret } : {});
  process.stdout.write(
    `${JSON.stringify(described, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v), 2)}\n`,
  );
};
