import type { Socket } from 'node:dgram';
import type { Outlet } from '../answer/door-options.ts';

/** Takes a datagram; its octets are the giver's again afterwards. */
export type Receive = (datagram: Buffer, address: string, port: number) => void;

/** A bound UDP socket as Node has it: a system call or more for each datagram. */
export class OneDatagram implements Outlet {
  #socket: Socket;
  closed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Where it listens. */
  get port(): number {
    return this.#socket.address().port;
  }

  listen(receive: Receive, failed: (error: Error) => void): void {
    this.#socket.on('message', (datagram, from) => receive(datagram, from.address, from.port));
    this.#socket.on('error', failed);
  }

  send(bytes: Buffer, offset: number, length: number, port: number, address: string): void {
    if (!this.closed) this.#socket.send(bytes, offset, length, port, address);
  }

  close(): Promise<void> {
    this.closed = true;
    return new Promise((closed) => this.#socket.close(() => closed()));
  }
}
