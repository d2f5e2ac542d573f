/** What a short story plays on: an installation, and a NAS it knows. */
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';

export interface Stage {
  readonly isp: Platform;
  /** Registered, with a MikroTik's ways; its clock stands still. */
  readonly nas: FakeNas;
  close(): Promise<void>;
}

/** Sets the stage at `now`, ISO 8601, with a NAS of the name `nasName`. */
export const setStage = async (now: string, nasName = 'bng-1'): Promise<Stage> => {
  const isp = await startPlatform({ now });
  const nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => Date.parse(now),
  });
  const { coa_port } = nas;
  await isp.api.post('/nas', { name: nasName, address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port });
  return {
    isp,
    nas,
    close: async () => {
      await nas.close();
      await isp.stop();
    },
  };
};
