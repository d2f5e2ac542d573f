import { describePacket, prepareSecret } from '@isp/radius';
import { command, Misuse } from './command.ts';

/** `isp radius decode HEX`: prints a packet's attributes as JSON. */
export const radiusDecode = command('radius decode', 'Prints the attributes of a RADIUS packet as JSON.', {
  takes: 'HEX',
  options: {
    secret: { shown: 'SECRET', about: 'the shared secret: with it, passwords are shown and authenticators checked' },
  },
  run: async ({ secret: given }, words) => {
    const hex = words.join('').replaceAll(/[\s:]|^0x/g, '');
    if (!/^([0-9a-f]{2})+$/i.test(hex))
      throw new Misuse('HEX is the packet from its first octet on, two digits an octet');
    const secret = given === undefined ? undefined : prepareSecret(Buffer.from(given, 'utf8'));
    const described = describePacket(Buffer.from(hex, 'hex'), secret ? { secret } : {});
    process.stdout.write(
      `${JSON.stringify(described, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v), 2)}\n`,
    );
  },
});
