const ENTRIES = 256;
/** Octets of an answer that have their place; of a longer one the first. */
const SLOT = 256;
/** Where a packet has its authenticator. */
const [FROM, TO] = [4, 20];
const LIVES_MS = 30_000;

/**
 * What was answered to one source port, by identifier: a request with the same identifier and authenticator is a repetition and gets the same
 * octets again (RFC 5080 2.2.2). Answers are kept unsigned, so an answer tells whose it is by the request's authenticator in it. A new request takes the place of the old one of its
 * identifier, so 256 entries are all there can be. An answer that waits for a commit is held until it may go out.
 */
export class AnswerSlab {
  #bytes = Buffer.alloc(ENTRIES * SLOT);
  #lengths = new Uint16Array(ENTRIES);
  #answeredAt = new Float64Array(ENTRIES).fill(Number.NEGATIVE_INFINITY);
  #large = new Map<number, Buffer>();
  /** Of a request that is under way its turn, else 0. */
  #underWay = new Float64Array(ENTRIES);
  #turn = 0;
  usedAt = 0;

  /** The octets answered to the request at `request` (its identifier and authenticator), or `undefined` when it is a new one. */
  find(request: Buffer, now: number): Buffer | undefined {
    const id = request[1] as number;
    const isKept = now - (this.#answeredAt[id] as number) <= LIVES_MS && this.#underWay[id] === 0;
    return isKept && this.#isOf(id, request) ? this.#answer(id) : undefined;
  }

  /** Whether the request at `request` is under way: it came before, and its answer is still to be let out. */
  isUnderWay(request: Buffer): boolean {
    const id = request[1] as number;
    return this.#underWay[id] !== 0 && this.#isOf(id, request);
  }

  /** Keeps an answer that is not to go out yet. Gives the turn to let it out by. */
  hold(answer: Buffer, length: number): number {
    this.keep(answer, length, Number.NEGATIVE_INFINITY);
    this.#turn++;
    this.#underWay[answer[1] as number] = this.#turn;
    return this.#turn;
  }

  /** The answer held for identifier `id` in this turn, to go out now; `undefined` when another request has taken its place, so nobody waits for it. */
  letOut(id: number, turn: number, now: number): Buffer | undefined {
    if (this.#underWay[id] !== turn) return undefined;
    this.#underWay[id] = 0;
    this.#answeredAt[id] = now;
    return this.#answer(id);
  }

  /** Forgets what was held in this turn: the same request again is a new one. */
  drop(id: number, turn: number): void {
    if (this.#underWay[id] === turn) this.#underWay[id] = 0;
  }

  /** Keeps an answer that went out at `now`: the first `length` octets of `answer`, not signed. */
  keep(answer: Buffer, length: number, now: number): void {
    const id = answer[1] as number;
    this.#answeredAt[id] = now;
    this.#underWay[id] = 0;
    this.#lengths[id] = length;
    answer.copy(this.#bytes, id * SLOT, 0, Math.min(length, SLOT));
    if (length > SLOT) this.#large.set(id, Buffer.from(answer.subarray(0, length)));
    else this.#large.delete(id);
  }

  /** Forgets everything, to serve another port. */
  clear(): void {
    this.#answeredAt.fill(Number.NEGATIVE_INFINITY);
    this.#underWay.fill(0);
    this.#large.clear();
  }

  #isOf(id: number, request: Buffer): boolean {
    const at = id * SLOT;
    for (let i = FROM; i < TO; i++) if (this.#bytes[at + i] !== request[i]) return false;
    return true;
  }

  #answer(id: number): Buffer {
    const at = id * SLOT;
    return this.#large.get(id) ?? this.#bytes.subarray(at, at + (this.#lengths[id] as number));
  }
}

/** Whose a slab is that was taken back. */
const NOBODY = new Map<number, AnswerSlab>();
const PORTS_A_CLIENT = 64;
const PORTS_IN_ALL = 1024;

interface Given {
  readonly slab: AnswerSlab;
  answered: Map<number, AnswerSlab>;
  port: number;
}

const leastUsed = (given: readonly Given[]): Given | undefined =>
  given.reduce<Given | undefined>(
    (least, one) => (!least || one.slab.usedAt < least.slab.usedAt ? one : least),
    undefined,
  );

/** Hands out slabs: at most 64 to a client and 1024 (70 MB) in all; then the one that was used least lately changes hands. */
export class Slabs {
  #given: Given[] = [];
  #free: Given[] = [];

  /** The slab of a client's source port. */
  of(answered: Map<number, AnswerSlab>, port: number, now: number): AnswerSlab {
    const slab = answered.get(port) ?? this.#give(answered, port);
    slab.usedAt = now;
    return slab;
  }

  /** Takes back the slabs of a client that is gone, for the next ones. */
  release(answered: Map<number, AnswerSlab>): void {
    for (const given of this.#given) {
      if (given.answered !== answered) continue;
      given.slab.clear();
      given.answered = NOBODY;
      this.#free.push(given);
    }
    answered.clear();
  }

  #give(answered: Map<number, AnswerSlab>, port: number): AnswerSlab {
    const given = this.#taken(answered) ?? this.#make(answered, port);
    given.answered = answered;
    given.port = port;
    answered.set(port, given.slab);
    return given.slab;
  }

  #taken(answered: Map<number, AnswerSlab>): Given | undefined {
    const own = answered.size >= PORTS_A_CLIENT;
    if (!own && this.#free.length > 0) return this.#free.pop();
    if (!own && this.#given.length < PORTS_IN_ALL) return undefined;
    const taken = leastUsed(own ? this.#given.filter((given) => given.answered === answered) : this.#given);
    taken?.answered.delete(taken.port);
    taken?.slab.clear();
    return taken;
  }

  #make(answered: Map<number, AnswerSlab>, port: number): Given {
    const given = { slab: new AnswerSlab(), answered, port };
    this.#given.push(given);
    return given;
  }
}
