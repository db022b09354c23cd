/** What is no page: the challenges that passkeys answer, and the two ends of single sign-on. */
import type { Ask, Route } from '#web';
import { type Inside, nextOf, welcome } from './inside.ts';
import { hasSecondFactor } from './proofs.ts';
import { type SsoProblem, ssoBackPath, ssoLifeMs } from './sso.ts';

const ssoCookie = 'foreword_sso';
/** The web server's own name for it: a route, unlike a page, has to set it itself. */
const sessionCookie = 'foreword_session';

export function peopleRoutes(inside: Inside): readonly Route[] {
  const json = (value: object) => ({
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  });
  return [
    {
      method: 'POST',
      path: '/sign-in/passkey-options',
      may: 'visitor',
      trace: null,
      answer: async (ask, raw) =>
        isOwnForm(inside, ask, raw.body) ? json(await inside.passkeys.signInOptions(null, ask.csrf)) : null,
    },
    {
      method: 'POST',
      path: '/sign-in/second-step/passkey-options',
      may: 'half',
      trace: null,
      answer: async (ask, raw) => {
        const account = await inside.proofs.byId(ask.person!.personId);
        if (!account || !isOwnForm(inside, ask, raw.body)) return null;
        const { personId: id, name, email } = account;
        return json(
          hasSecondFactor(account)
            ? await inside.passkeys.signInOptions(id, ask.person!.sessionId)
            : await inside.passkeys.registerOptions({ id, name, email }, ask.person!.sessionId),
        );
      },
    },
    {
      method: 'POST',
      path: '/account/passkey-options',
      may: 'signed-in',
      trace: null,
      answer: async (ask, raw) => {
        const { personId: id, name, email, sessionId } = ask.person!;
        return isOwnForm(inside, ask, raw.body)
          ? json(await inside.passkeys.registerOptions({ id, name, email }, sessionId))
          : null;
      },
    },
    { method: 'GET', path: '/sign-in/sso', may: 'visitor', trace: null, answer: (ask) => leave(inside, ask) },
    {
      method: 'GET',
      path: ssoBackPath,
      may: 'visitor',
      trace: 'sign-in-tried',
      answer: (ask, raw) => comeBack(inside, ask, raw.headers.cookie ?? ''),
    },
  ];
}

/** The form's hidden token, as pages check it. */
function isOwnForm(inside: Inside, ask: Ask, body: Uint8Array): boolean {
  try {
    const fields = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>;
    return typeof fields._csrf === 'string' && inside.kit.seal.isSame(fields._csrf, ask.csrf);
  } catch {
    return false;
  }
}

const goTo = (location: string, cookie?: string) => ({
  status: 303,
  headers: { location, ...(cookie ? { 'set-cookie': cookie } : {}) },
  body: '',
});
const failed = (problem: SsoProblem | 'unknown-person' | 'other-account') => goTo(`/sign-in?problem=${problem}`);

async function leave(inside: Inside, ask: Ask) {
  if (!inside.sso || !ask.organisation) return null;
  const begun = await inside.sso.begin(nextOf(ask.query.next ?? '/'));
  if ('problem' in begun) return failed(begun.problem);
  return goTo(
    begun.to,
    `${ssoCookie}=${begun.box}; Path=/sign-in/sso; Max-Age=${ssoLifeMs / 1000}; HttpOnly; SameSite=Lax${secure(inside)}`,
  );
}

async function comeBack(inside: Inside, ask: Ask, cookies: string) {
  if (!inside.sso || !ask.organisation) return null;
  const box = new RegExp(`(?:^|;\\s*)${ssoCookie}=([\\w-]{1,4000})(?:;|$)`).exec(cookies)?.[1] ?? '';
  const found = await inside.sso.finish(ask.query, box);
  if ('problem' in found) return failed(found.problem);
  const account = await accountOf(inside, found);
  if (typeof account === 'string') return failed(account);
  const { go, session } = await welcome(inside, account, nextOf(found.next), found.hasSecondFactor);
  return goTo(go, `${sessionCookie}=${session}; Path=/; HttpOnly; SameSite=Lax${secure(inside)}`);
}

/** By the provider's own name for them; the first time by the e-mail address that it vouches for, if somebody here has it or was invited by it. */
async function accountOf(
  inside: Inside,
  found: { issuer: string; subject: string; email: string | null; name: string | null },
) {
  const known = await inside.proofs.bySubject(found.issuer, found.subject);
  if (known) return known;
  if (found.email === null) return 'unknown-person' as const;
  const here = await inside.proofs.byEmail(found.email);
  if (here) {
    if (here.subject !== null) return 'other-account' as const;
    await inside.link(here.personId, found.issuer, found.subject);
    return here;
  }
  const invitation = await inside.membership.byEmail(found.email);
  if (!invitation) return 'unknown-person' as const;
  const personId = await inside.membership.accept(invitation, found.name ?? invitation.name, (tx, id) =>
    inside.proofs.linkSubject(tx, id, found.issuer, found.subject),
  );
  return personId ? ((await inside.proofs.byId(personId)) ?? ('unknown-person' as const)) : ('unknown-person' as const);
}

const secure = (inside: Inside): string => (inside.address.startsWith('https:') ? '; Secure' : '');
