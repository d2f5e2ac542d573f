const CHUNK = 1 << 20;
const CHUNK_BITS = 20;

/** Octet strings of at most 255 octets, two to an entry, kept in chunks of a megabyte: name and password of a million users are no million objects. */
export class Arena {
  #chunks: Buffer[] = [];
  #end = CHUNK;
  /** Octets of entries that are no longer needed. */
  #wasted = 0;

  /** Stores a pair; gives its place. */
  add(a: Uint8Array, b: Uint8Array): number {
    const size = 2 + a.length + b.length;
    if (this.#end + size > CHUNK) {
      this.#chunks.push(Buffer.alloc(CHUNK));
      this.#end = 0;
    }
    const at = this.#end;
    const chunk = this.#chunks.at(-1) as Buffer;
    chunk[at] = a.length;
    chunk.set(a, at + 1);
    chunk[at + 1 + a.length] = b.length;
    chunk.set(b, at + 2 + a.length);
    this.#end += size;
    return ((this.#chunks.length - 1) << CHUNK_BITS) | at;
  }

  /** Says that an entry is no longer needed. */
  free(place: number): void {
    const chunk = this.chunkOf(place);
    const at = place & (CHUNK - 1);
    const first = chunk[at] as number;
    const second = chunk[at + 1 + first] as number;
    chunk.fill(0, at + 2 + first, at + 2 + first + second);
    this.#wasted += 2 + first + second;
  }

  /** The chunk an entry lies in: at `offsetOf(place)` the length of its first string, then that, then the same for the second. */
  chunkOf(place: number): Buffer {
    return this.#chunks[place >>> CHUNK_BITS] as Buffer;
  }

  offsetOf(place: number): number {
    return place & (CHUNK - 1);
  }

  /** True when so much is wasted that the entries still needed should be moved to a new arena. */
  get worn(): boolean {
    return this.#wasted > 4 * CHUNK && this.#wasted * 2 > this.#chunks.length * CHUNK;
  }
}
