/** What is known of the NASes of a range, by the octets of their NAS-Identifier, one character each. Those that registered themselves are known before their rows are. */
export class Family<K> {
  #members = new Map<string, K | 'refused'>();
  #newcomers = new Map<string, K>();
  #room = 0;
  #make: (called: string) => K = () => {
    throw new Error('a family is set before it is asked');
  };
  /** What becomes of one that is not known. */
  unknown: 'refuse' | 'register' = 'refuse';

  /** Takes the members there are. `room` more may register themselves, and are then as `make` says. */
  set(
    unknown: 'refuse' | 'register',
    room: number,
    members: Iterable<readonly [string, K | 'refused']>,
    make: (called: string) => K,
  ): void {
    this.unknown = unknown;
    this.#room = room;
    this.#make = make;
    this.#members = new Map(members);
    const waiting = [...this.#newcomers.keys()].filter((called) => !this.#members.has(called));
    this.#newcomers = new Map(waiting.map((called) => [called, make(called)]));
  }

  /** Who calls itself so. */
  find(called: string): K | 'refused' | undefined {
    return this.#members.get(called) ?? this.#newcomers.get(called);
  }

  /** Takes one that is not known; false when there is no room. */
  admit(called: string): boolean {
    if (this.unknown !== 'register' || this.#newcomers.size >= this.#room) return false;
    this.#newcomers.set(called, this.#make(called));
    return true;
  }

  /** Forgets one that was taken. */
  dismiss(called: string): void {
    this.#newcomers.delete(called);
  }
}
