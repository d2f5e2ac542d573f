import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Kernel } from '../../kernel/ctx.ts';
import { type Kind, kindForApp, subjectOf } from '../core/person.ts';
import { noteAddress } from './address.ts';
import { noticePage, PAGE_POLICY, STYLE, STYLE_PATH, signInPage } from './pages.ts';
import { type Refusal, signIn } from './sign-in.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const FORM_LIMIT = 8192;

const send = (reply: FastifyReply, status: number, page: string) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .headers({ 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' })
    .send(page);

const expired = (reply: FastifyReply) =>
  send(
    reply,
    400,
    noticePage(
      'This page has expired',
      'The sign-in took too long or was started in another browser. Go to the app to start again.',
    ),
  );

/** True unless a browser says that another site sent this. */
const isSameOrigin = (request: FastifyRequest, publicUrl: string): boolean => {
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (origin !== undefined) return origin === new URL(publicUrl).origin;
  return site === undefined || site === 'same-origin' || site === 'none';
};

const WAIT_MINUTES_FROM_S = 90;

const duration = (seconds: number): string =>
  seconds < WAIT_MINUTES_FROM_S ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

const say = (refusal: Refusal, kind: Kind): { readonly status: number; readonly error: string } => {
  if (refusal.why === 'blocked')
    return { status: 429, error: `Too many attempts. Wait ${duration(refusal.seconds)}, then try again.` };
  if (refusal.why === 'disabled')
    return { status: 403, error: 'This sign-in is switched off. Ask whoever manages it to switch it on.' };
  const name = kind === 'subscriber' ? 'e-mail, user name' : 'e-mail';
  return { status: 401, error: `The ${name} or password is not right.` };
};

const interactionOf = async (
  provider: Provider,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Interaction | undefined> => {
  const found = await provider.interactionDetails(request.raw, reply.raw).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  });
  return found?.uid === (request.params as { uid: string }).uid ? found : undefined;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const show = (reply: FastifyReply, interaction: Interaction, status: number, login: string, error?: string) =>
  send(
    reply,
    status,
    signInPage({
      client: textOf(interaction.params.client_id),
      action: `/oauth/interaction/${interaction.uid}`,
      login,
      error,
    }),
  );

/** Lets go of the browser's session when somebody else signs in on it; what the one before had open elsewhere stays. */
const leaveOther = async (provider: Provider, interaction: Interaction, subject: string): Promise<void> => {
  const { session } = interaction;
  if (!session || session.accountId === subject) return;
  await (await provider.Session.findByUid(session.uid))?.destroy();
  interaction.session = undefined;
  await interaction.persist();
};

const finish = async (
  provider: Provider,
  interaction: Interaction,
  subject: string,
  request: FastifyRequest,
  reply: FastifyReply,
) => {
  await leaveOther(provider, interaction, subject);
  const result = { login: { accountId: subject, amr: ['pwd'] } };
  const to = await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false });
  return reply.code(303).header('cache-control', 'no-store').header('location', to).send();
};

const submit = async (kernel: Kernel, provider: Provider, request: FastifyRequest, reply: FastifyReply) => {
  const address = noteAddress(request);
  if (!isSameOrigin(request, kernel.config.public_url))
    return send(
      reply,
      403,
      noticePage('This did not come from our page', 'Another site sent this form. Go to the app to sign in.'),
    );
  const interaction = await interactionOf(provider, request, reply);
  const kind = kindForApp(textOf(interaction?.params.client_id));
  if (!interaction || !kind) return expired(reply);
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
  const login = (form.get('login') ?? form.get('email') ?? '').trim().slice(0, 254);
  const signed = await signIn(kernel, { kind, login, password: (form.get('password') ?? '').slice(0, 200), address });
  const log = { kind, address: isIP(address) ? address : '' };
  if (signed.ok) {
    kernel.log.info({ ...log, person: signed.value.id }, 'signed in');
    return finish(provider, interaction, subjectOf(signed.value), request, reply);
  }
  kernel.log.warn({ ...log, why: signed.reason.why }, 'sign-in refused');
  if (signed.reason.why === 'blocked') void reply.header('retry-after', signed.reason.seconds);
  const { status, error } = say(signed.reason, kind);
  return show(reply, interaction, status, login, error);
};

/** Adds the sign-in page: one form for staff, subscribers and resellers; which of them, the app decides that asked. */
export const addInteraction = (scope: FastifyInstance, kernel: Kernel, providers: () => Promise<Provider>): void => {
  scope.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_LIMIT },
    (_, body, done) => done(null, new URLSearchParams(body as string)),
  );
  scope.get(STYLE_PATH, (_, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(STYLE),
  );
  scope.get('/oauth/interaction/:uid', async (request, reply) => {
    const interaction = await interactionOf(await providers(), request, reply);
    return interaction ? show(reply, interaction, 200, textOf(interaction.params.login_hint)) : expired(reply);
  });
  scope.post('/oauth/interaction/:uid', async (request, reply) => submit(kernel, await providers(), request, reply));
};
