/** Networks of Linux for a story: a host of its own with a cable to us, and a cable between two such hosts. */
import { execFileSync } from 'node:child_process';

/** Runs `ip`; throws with what it said. */
const ip = (...args: readonly string[]): string => {
  try {
    return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const said = (error as { stderr?: string }).stderr?.trim();
    throw new Error(`ip ${args.join(' ')}: ${said || (error as Error).message}`);
  }
};

/** Why this machine cannot have them, in one line; `undefined` when it can. */
export const namespaceObstacle = (): string | undefined => {
  const name = `isp-try-${process.pid}`;
  try {
    ip('netns', 'add', name);
  } catch (error) {
    return (error as Error).message;
  }
  try {
    ip('-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'other');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    ip('netns', 'del', name);
  }
};

/** Two hosts: the NAS, which has a cable to us, and the subscriber, who has a cable to the NAS. */
export interface Cabling {
  readonly nas: string;
  readonly subscriber: string;
  /** Our address as the NAS sees it, and the NAS's own. */
  readonly our_address: string;
  readonly nas_address: string;
  /** The ends of the cable between them: an interface of the NAS, one of the subscriber. */
  readonly port: string;
  readonly socket: string;
  /** Takes both hosts away, and the cables with them. */
  remove(): void;
}

/** Lays the cables. Addresses are of 198.18.0.0/15, which is for tests (RFC 2544 C.2.2), and differ between two runs at once. */
export const layCables = (): Cabling => {
  const [nas, subscriber] = [`isp-nas-${process.pid}`, `isp-cpe-${process.pid}`];
  const subnet = `198.18.${(process.pid >> 6) & 255}.`;
  const host = (process.pid & 63) * 4;
  const [our_address, nas_address] = [`${subnet}${host + 1}`, `${subnet}${host + 2}`];
  const ours = `isp${process.pid}`;
  ip('netns', 'add', nas);
  ip('netns', 'add', subscriber);
  ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', nas);
  ip('addr', 'add', `${our_address}/30`, 'dev', ours);
  ip('link', 'set', ours, 'up');
  ip('-n', nas, 'addr', 'add', `${nas_address}/30`, 'dev', 'uplink');
  ip('-n', nas, 'link', 'set', 'uplink', 'up');
  ip('-n', nas, 'link', 'add', 'port', 'type', 'veth', 'peer', 'name', 'socket', 'netns', subscriber);
  ip('-n', nas, 'link', 'set', 'port', 'up');
  ip('-n', subscriber, 'link', 'set', 'socket', 'up');
  return {
    nas,
    subscriber,
    our_address,
    nas_address,
    port: 'port',
    socket: 'socket',
    remove: () => {
      ip('netns', 'del', subscriber);
      ip('netns', 'del', nas);
    },
  };
};
