import type { Socket } from 'node:dgram';
import { type Secret, signResponse } from '@isp/radius';
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

  answer(bytes: Buffer, length: number, secret: Secret, port: number, address: string): void {
    const answer = Buffer.from(bytes.subarray(0, length));
    signResponse(answer, 0, length, secret);
    this.send(answer, port, address);
  }

  /** Sends octets as they are; they are not to change any more. */
  send(bytes: Buffer, port: number, address: string): void {
    if (!this.closed) this.#socket.send(bytes, port, address);
  }

  close(): Promise<void> {
    this.closed = true;
    return new Promise((closed) => this.#socket.close(() => closed()));
  }
}
