import { randomUUID } from 'node:crypto';
import { identificationFor } from '@isp/radius';
import type { Id, Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { spokenAs } from './core/capability.ts';
import type { CoaAnswer } from './core/coa-answer.ts';
import type { Speak } from './speak-to-nas.ts';
import { noteAnswer, secretsOf } from './store/nas-registry.ts';

interface Question {
  readonly nas_id: Id;
  readonly address: string;
  readonly asked_at: Instant;
}

type Secrets = NonNullable<Awaited<ReturnType<typeof secretsOf>>>;

/** Names a session no NAS has, by what this one finds sessions by. */
const nobody = (nas: Secrets) => {
  const vendor = spokenAs({ ...nas, coa_rate: null, coa_wall: null, unsupported: [] });
  const acct_session_id = `question-${randomUUID().slice(0, 8)}`;
  const session = identificationFor(vendor, { acct_session_id, user_name: acct_session_id });
  return { ...session, acct_session_id };
};

const ask = async (
  kernel: Kernel,
  nas: Secrets,
  { nas_id, address }: Question,
  sealed: Buffer,
  speak: Speak,
): Promise<CoaAnswer & { readonly took_ms: number }> => {
  const began = performance.now();
  const answer = await speak({
    kind: 'coa',
    address,
    port: nas.coa_port,
    secret: kernel.secrets.open(sealed),
    key: `question ${nas_id} ${sealed.toString('base64url', 0, 12)}`,
    session: nobody(nas),
    attributes: Buffer.alloc(0),
  });
  return { ...answer, took_ms: Math.round(performance.now() - began) };
};

/** The secrets it may answer under, the likely one first. */
const secretsIn = (nas: Secrets): (readonly ['current' | 'next', Buffer])[] => {
  const current = ['current', nas.secret_sealed] as const;
  if (nas.next_secret_sealed === null) return [current];
  const next = ['next', nas.next_secret_sealed] as const;
  return nas.next_secret_at === null ? [current, next] : [next, current];
};

const SILENCE = { ask_outcome: 'timeout', ask_error_cause: null, ask_ms: null, ask_secret: null } as const;

const answerOf = async (kernel: Kernel, nas: Secrets, question: Question, speak: Speak) => {
  for (const [ask_secret, sealed] of secretsIn(nas)) {
    const answer = await ask(kernel, nas, question, sealed, speak);
    const { outcome: ask_outcome, error_cause: ask_error_cause, took_ms: ask_ms } = answer;
    if (ask_outcome === 'ack' || ask_outcome === 'nak') return { ask_outcome, ask_error_cause, ask_ms, ask_secret };
  }
  return SILENCE;
};

/**
 * Asks a NAS, by `speak`, with a CoA that names no session. A NAS is silent to those it does not believe, so any answer that is rightly signed shows that it is reached and has the secret
 * (RFC 5176 3.5: 503 is the one to expect). While its secret is being changed it is asked under the other too when the first gets no answer.
 */
export const putQuestion = async (kernel: Kernel, question: Question, speak: Speak): Promise<void> => {
  const nas = await secretsOf(kernel.db, question.nas_id);
  if (!nas) return;
  await noteAnswer(kernel.db, question.nas_id, question.asked_at, await answerOf(kernel, nas, question, speak));
};
