/** A bad path between NASes and us: datagrams are lost, doubled, late, out of order and corrupted, as seeded dice decide. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** How bad: each between 0 and 1, of the datagrams each way, and the longest delay. */
export interface Badness {
  readonly lost: number;
  readonly doubled: number;
  readonly corrupted: number;
  readonly late_ms: number;
}

/** What passed, as it was before the dice: a NAS's request, or our answer to the NAS's port. */
type Witness = (way: 'up' | 'down', datagram: Buffer, nasPort: number) => void;

const LOCAL = '127.0.0.1';

const listen = async (port = 0): Promise<Socket> => {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 1 << 20 });
  socket.bind(port, LOCAL);
  await once(socket, 'listening');
  return socket;
};

/** With one bit of it the other way round. */
const corrupt = (datagram: Buffer, random: () => number): Buffer => {
  const changed = Buffer.from(datagram);
  const at = Math.floor(random() * changed.length);
  changed[at] = (changed[at] as number) ^ (1 << Math.floor(random() * 8));
  return changed;
};

/** A path to one port of ours. Each port of a NAS comes to us from a port of its own. */
export class LossyPath {
  readonly #socket: Socket;
  readonly #to: number;
  readonly #badness: Badness;
  readonly #random: () => number;
  readonly #witness: Witness;
  readonly #onward = new Map<number, Promise<Socket>>();
  readonly #late = new Set<NodeJS.Timeout>();
  readonly counts = { passed: 0, lost: 0, doubled: 0, corrupted: 0 };

  private constructor(socket: Socket, to: number, badness: Badness, random: () => number, witness: Witness) {
    this.#socket = socket;
    this.#to = to;
    this.#badness = badness;
    this.#random = random;
    this.#witness = witness;
    socket.on('message', (datagram, from) => void this.#up(datagram, from.port));
  }

  static async to(port: number, badness: Badness, random: () => number, witness: Witness): Promise<LossyPath> {
    return new LossyPath(await listen(), port, badness, random, witness);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  close(): void {
    for (const timer of this.#late) clearTimeout(timer);
    this.#socket.close();
    for (const socket of this.#onward.values()) void socket.then((one) => one.close());
  }

  async #up(datagram: Buffer, nasPort: number): Promise<void> {
    this.#witness('up', datagram, nasPort);
    const open = this.#onward.get(nasPort) ?? this.#open(nasPort);
    this.#onward.set(nasPort, open);
    const socket = await open;
    this.#throw(datagram, (one) => socket.send(one, this.#to, LOCAL));
  }

  async #open(nasPort: number): Promise<Socket> {
    const socket = await listen();
    socket.on('message', (datagram) => {
      this.#witness('down', datagram, nasPort);
      this.#throw(datagram, (one) => this.#socket.send(one, nasPort, LOCAL));
    });
    return socket;
  }

  #throw(datagram: Buffer, send: (datagram: Buffer) => void): void {
    const { lost, doubled, corrupted, late_ms } = this.#badness;
    this.counts.passed++;
    const copies = this.#random() < doubled ? 2 : 1;
    if (copies > 1) this.counts.doubled++;
    for (let i = 0; i < copies; i++) {
      if (this.#random() < lost) {
        this.counts.lost++;
        continue;
      }
      const isCorrupted = this.#random() < corrupted;
      if (isCorrupted) this.counts.corrupted++;
      const one = isCorrupted ? corrupt(datagram, this.#random) : Buffer.from(datagram);
      const timer = setTimeout(() => {
        this.#late.delete(timer);
        send(one);
      }, this.#random() * late_ms);
      this.#late.add(timer);
    }
  }
}
