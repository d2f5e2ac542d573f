import type { Write } from './forward.ts';
import type { Answered, HomePort, Sent } from './home-port.ts';

/** Why nobody answered: nobody was there to be asked, or who was asked said nothing. */
export type Unanswered = 'home-dead' | 'home-silent';

/** What is asked, of whom, and who hears of the end. */
export interface Question {
  readonly write: Write;
  /** Whom to ask, of those that were not asked yet. */
  readonly next: (asked: ReadonlySet<HomePort>) => HomePort | undefined;
  readonly done: (end: Answered | Unanswered) => void;
  /** How often it is sent again when nobody repeats it to us. */
  readonly repeats?: number;
}

/** After its time has passed an answer is still good for so long, when nobody else gave one: by then a NAS has given up. */
const LATE_MS = 8000;

/**
 * One request on its way: asks one home server, and another when the first lets its time pass; the first answer that comes is the answer, whoever gives it. It is sent again only when
 * the NAS sends it again (RFC 5080 2.2.1), or as often as the question says.
 */
export class Asking {
  readonly #question: Question;
  readonly #asked = new Set<HomePort>();
  readonly #sent: Sent[] = [];
  #window: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;
  #last: HomePort | undefined;
  #repeated = 0;
  #isOver = false;

  constructor(question: Question) {
    this.#question = question;
    this.#next();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** The NAS sent it again. */
  again(): void {
    this.#sent.at(-1)?.again();
  }

  /** Gives up. */
  stop(): void {
    this.#finish(this.#sent.length === 0 ? 'home-dead' : 'home-silent');
  }

  #next(): void {
    for (;;) {
      const port = this.#question.next(this.#asked);
      if (port === undefined) break;
      this.#asked.add(port);
      if (this.#ask(port)) return;
    }
    this.#wait();
  }

  #ask(port: HomePort): boolean {
    const sent = port.ask(this.#question.write, (answer) => this.#finish(answer));
    if (sent === undefined) return false;
    this.#sent.push(sent);
    this.#last = port;
    this.#window = setTimeout(() => {
      port.miss();
      this.#next();
    }, port.server.response_window_ms);
    return true;
  }

  /** Nobody else is to be asked: a late answer may come from those who were. What is our own request is sent again meanwhile (RFC 5080 2.2.1). */
  #wait(): void {
    const { repeats = 0 } = this.#question;
    if (this.#last === undefined) this.stop();
    else if (repeats === 0) this.#end = setTimeout(() => this.stop(), LATE_MS);
    else if (this.#repeated++ < repeats) {
      this.again();
      this.#end = setTimeout(() => this.#wait(), this.#last.server.response_window_ms);
    } else this.stop();
  }

  #finish(end: Answered | Unanswered): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#window);
    clearTimeout(this.#end);
    for (const sent of this.#sent) sent.end();
    this.#question.done(end);
  }
}
