/** The few pages the platform renders itself: signing in, signing out, and what went wrong there. No script, no style inline. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const safe = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? c);

/** What these pages may load: their style sheet, and nothing else. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

export const STYLE_PATH = '/oauth/sign-in.css';

const APP_NAMES: Readonly<Record<string, string>> = {
  admin: 'ISP console',
  portal: 'Customer portal',
  reseller: 'Partner portal',
};

const appName = (client: string): string => APP_NAMES[client] ?? client;

const MARK = `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/><path d="M9 14.5a10 10 0 0 1 14 0M12.2 18a5.4 5.4 0 0 1 7.6 0"/><circle cx="16" cy="21.8" r="1.6"/></svg>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${safe(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<main>
${MARK}
${body}
</main>
</body>
</html>
`;

export interface SignInForm {
  readonly client: string;
  readonly action: string;
  readonly login: string;
  readonly error?: string | undefined;
}

const alert = (error: string | undefined): string =>
  error ? `<p class="alert" role="alert" id="problem">${safe(error)}</p>` : '';

/** The sign-in form of an app; after a refusal with what is wrong, in words. */
export const signInPage = ({ client, action, login, error }: SignInForm): string => {
  const label = client === 'portal' ? 'E-mail or user name' : 'E-mail';
  const described = error ? ' aria-describedby="problem" aria-invalid="true"' : '';
  const focus = (here: boolean) => (here ? ' autofocus' : '');
  return page(
    `Sign in – ${appName(client)}`,
    `<h1>${safe(appName(client))}</h1>
<p class="lead">Sign in to continue.</p>
${alert(error)}
<form method="post" action="${safe(action)}">
<label for="login">${label}</label>
<input id="login" name="login" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required value="${safe(login)}"${described}${focus(login === '')}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required${described}${focus(login !== '')}>
<button type="submit">Sign in</button>
</form>`,
  );
};

/** A page that says one thing and leads back to the app. */
export const noticePage = (title: string, text: string): string =>
  page(
    title,
    `<h1>${safe(title)}</h1>\n<p class="lead">${safe(text)}</p>\n<p><a class="button" href="/">Go to the app</a></p>`,
  );

/** Asks before it signs the browser out; `form` is the provider's, with its token against forgery. */
export const signOutPage = (form: string): string =>
  page(
    'Sign out',
    `<h1>Sign out?</h1>
<p class="lead">You will have to sign in again on this browser.</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
<p><a href="/">Stay signed in</a></p>`,
  );

/** The style sheet of these pages: light and dark by the system's wish, down to 320 px. */
export const STYLE = `:root{color-scheme:light dark;--page:#f5f7f7;--glow:#d9eeee;--card:#fff;--line:#d5dbe6;--edge:#8490a3;--text:#16202f;--soft:#556377;--field:#fff;--accent:#0e6566;--accent-hover:#0a5152;--on-accent:#fff;--bad:#a11a1a;--bad-back:#fdecec;--bad-line:#f1b8b8}
@media(prefers-color-scheme:dark){:root{--page:#12171a;--glow:#12302f;--card:#1b2326;--line:#333f43;--edge:#66757a;--text:#e8edf5;--soft:#a3b0c2;--field:#12171a;--accent:#4fb3b0;--accent-hover:#74c8c5;--on-accent:#04201f;--bad:#ffb4b4;--bad-back:#3a1a1d;--bad-line:#6b2b30}}
*{box-sizing:border-box}
html{height:100%}
body{margin:0;min-height:100%;display:grid;place-items:center;padding:24px 16px;background:radial-gradient(60rem 30rem at 50% -10rem,var(--glow),transparent) var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:400px;padding:36px 32px 32px;background:var(--card);border:1px solid var(--line);border-radius:16px;box-shadow:0 12px 40px -16px rgb(10 20 40/.25)}
.mark{display:block;width:44px;height:44px;margin-bottom:20px}
.mark rect{fill:var(--accent)}
.mark path{fill:none;stroke:var(--on-accent);stroke-width:2.4;stroke-linecap:round}
.mark circle{fill:var(--on-accent)}
h1{margin:0;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em}
.lead{margin:6px 0 24px;color:var(--soft)}
label{display:block;margin:16px 0 6px;font-size:.875rem;font-weight:600}
input{width:100%;min-height:46px;padding:10px 12px;font:inherit;color:inherit;background:var(--field);border:1px solid var(--edge);border-radius:10px}
input[aria-invalid=true]{border-color:var(--bad)}
button,.button{display:block;width:100%;min-height:46px;margin-top:24px;padding:11px 16px;font:inherit;font-weight:600;text-align:center;text-decoration:none;color:var(--on-accent);background:var(--accent);border:0;border-radius:10px;cursor:pointer}
button:hover,.button:hover{background:var(--accent-hover)}
:focus-visible{outline:3px solid color-mix(in srgb,var(--accent) 55%,transparent);outline-offset:2px}
a{color:var(--accent)}
.alert{margin:0 0 4px;padding:10px 14px;color:var(--bad);background:var(--bad-back);border:1px solid var(--bad-line);border-radius:10px}
main>p:last-child{margin-bottom:0}
@media(max-width:480px){body{place-items:start center;padding:16px 12px}main{padding:28px 20px 24px}}
`;
