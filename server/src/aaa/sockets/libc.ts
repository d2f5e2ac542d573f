/** What of the C library is called: many datagrams by one system call, which Node has no function for. All give -1 when they fail. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: Buffer, size: number): number;
  bind(fd: number, address: Buffer, size: number): number;
  close(fd: number): number;
  recvmmsg(fd: number, headers: Buffer, count: number, flags: number, timeout: bigint): number;
  sendmmsg(fd: number, headers: Buffer, count: number, flags: number): number;
  /** Where a buffer of its own is in memory. It stays there. */
  addressOf(buffer: Buffer): bigint;
}

const SIGNATURES = {
  socket: { arguments: ['int32', 'int32', 'int32'], return: 'int32' },
  setsockopt: { arguments: ['int32', 'int32', 'int32', 'buffer', 'uint32'], return: 'int32' },
  bind: { arguments: ['int32', 'buffer', 'uint32'], return: 'int32' },
  close: { arguments: ['int32'], return: 'int32' },
  recvmmsg: { arguments: ['int32', 'buffer', 'uint32', 'int32', 'uint64'], return: 'int32' },
  sendmmsg: { arguments: ['int32', 'buffer', 'uint32', 'int32'], return: 'int32' },
} as const;

/** Where the numbers in `open.ts` and the layouts in `many-datagrams.ts` are true: Linux by 64 bits. */
const isKnownHere = (): boolean => process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);

const open = (): Libc | undefined => {
  const ffi = isKnownHere() ? process.getBuiltinModule('node:ffi') : undefined;
  if (ffi === undefined) return undefined;
  try {
    return { ...ffi.dlopen(null, SIGNATURES).functions, addressOf: ffi.getRawPointer };
  } catch {
    return undefined;
  }
};

let opened: { readonly libc: Libc | undefined } | undefined;

/** The C library, where this Node can call it; `undefined` elsewhere, where one datagram is a call of its own. Opened by who asks first, as Node then warns that it is experimental. */
export const theLibc = (): Libc | undefined => {
  opened ??= { libc: open() };
  return opened.libc;
};
