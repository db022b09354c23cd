/**
 * Single sign-on: OpenID Connect authorisation code with PKCE (RFC 7636), state and nonce. The provider is asked for its
 * addresses when somebody first needs it, so that one that is down does not stop the start.
 */
import * as oidc from 'openid-client';
import type { Kit } from '#platform';

export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** What the button calls it. */
  readonly name: string;
  readonly tokenAuth: 'client_secret_basic' | 'client_secret_post' | 'none';
  readonly secret: string | null;
}

export type SsoProblem = 'away' | 'settings' | 'declined' | 'stale' | 'untrusted' | 'refused';

export interface SsoPerson {
  readonly issuer: string;
  readonly subject: string;
  /** Null unless the provider says that it has verified it. */
  readonly email: string | null;
  readonly name: string | null;
  /** The provider has asked for two proofs already (RFC 8176 `amr`, or an `acr` that says so). */
  readonly hasSecondFactor: boolean;
  readonly next: string;
}

export interface Sso {
  readonly name: string;
  /** Where to send the browser, and what to keep in its cookie until it comes back. */
  begin(next: string): Promise<{ readonly to: string; readonly box: string } | { readonly problem: SsoProblem }>;
  /** `query` is what the provider sent back with the browser. */
  finish(query: Readonly<Record<string, string>>, box: string): Promise<SsoPerson | { readonly problem: SsoProblem }>;
}

export const ssoBackPath = '/sign-in/sso/back';
export const ssoLifeMs = 10 * 60_000;

interface Waiting {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly next: string;
  readonly until: number;
}

export function buildSso(
  kit: Pick<Kit, 'clock' | 'seal' | 'log'>,
  settings: SsoSettings,
  address: string,
  spend: (what: string, endsAt: Date) => Promise<boolean>,
): Sso {
  let found: Promise<oidc.Configuration> | null = null;
  const configuration = () => {
    found ??= discover(settings).catch((error: unknown) => {
      found = null; // The next person asks again.
      throw error;
    });
    return found;
  };
  const problemOf = (error: unknown): { problem: SsoProblem } => {
    const problem = nameProblem(error);
    kit.log.warn('people.sign-on-failed', { problem, error: error instanceof Error ? error : null });
    return { problem };
  };
  return {
    name: settings.name,
    begin: async (next) => {
      try {
        const config = await configuration();
        const verifier = oidc.randomPKCECodeVerifier();
        const waiting: Waiting = {
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier,
          next: next.slice(0, 500),
          until: kit.clock.now().getTime() + ssoLifeMs,
        };
        const to = oidc.buildAuthorizationUrl(config, {
          redirect_uri: address + ssoBackPath,
          scope: 'openid email profile',
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          state: waiting.state,
          nonce: waiting.nonce,
        });
        return { to: to.href, box: kit.seal.close('sso', JSON.stringify(waiting)) };
      } catch (error) {
        return problemOf(error);
      }
    },
    finish: async (query, box) => {
      const waiting = readBox(kit, box);
      if (!waiting || waiting.until < kit.clock.now().getTime()) return { problem: 'stale' };
      if (!(await spend(`sso:${waiting.state}`, new Date(waiting.until)))) return { problem: 'stale' };
      try {
        const config = await configuration();
        const back = new URL(address + ssoBackPath);
        for (const [name, value] of Object.entries(query)) back.searchParams.set(name, value);
        const tokens = await oidc.authorizationCodeGrant(config, back, {
          pkceCodeVerifier: waiting.verifier,
          expectedState: waiting.state,
          expectedNonce: waiting.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        const facts = await withMail(config, tokens.access_token, claims);
        return {
          issuer: claims.iss,
          subject: claims.sub,
          email: isTrue(facts.email_verified) && typeof facts.email === 'string' ? facts.email : null,
          name: typeof facts.name === 'string' ? facts.name.slice(0, 200) : null,
          // Only from the signed token, never from what can be asked for later.
          hasSecondFactor: saysTwoFactors(claims),
          next: waiting.next,
        };
      } catch (error) {
        return problemOf(error);
      }
    },
  };
}

async function discover(settings: SsoSettings): Promise<oidc.Configuration> {
  const secret = settings.secret ?? '';
  const auth = {
    client_secret_basic: oidc.ClientSecretBasic(secret),
    client_secret_post: oidc.ClientSecretPost(secret),
    none: oidc.None(),
  }[settings.tokenAuth];
  const issuer = new URL(settings.issuer);
  const isNear = issuer.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
  const config = await oidc.discovery(issuer, settings.clientId, undefined, auth, {
    timeout: 10,
    ...(isNear ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
  config.timeout = 10;
  return config;
}

/** Some providers put the e-mail address only where it has to be asked for. */
async function withMail(
  config: oidc.Configuration,
  token: string,
  claims: oidc.IDToken,
): Promise<Readonly<Record<string, unknown>>> {
  if (typeof claims.email === 'string' && claims.email_verified !== undefined) return claims;
  if (!config.serverMetadata().userinfo_endpoint) return claims;
  return { ...claims, ...(await oidc.fetchUserInfo(config, token, claims.sub)) };
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';
const knownPairs = ['otp', 'hwk', 'swk', 'sms', 'tel', 'fpt', 'face', 'iris', 'vbm', 'sc'];
const strongClasses = new Set([
  'phr',
  'phrh',
  'http://schemas.openid.net/pape/policies/2007/06/multi-factor',
  'http://schemas.microsoft.com/claims/multipleauthn',
  'https://refeds.org/profile/mfa',
]);

/** RFC 8176: `mfa`, or a password or PIN together with something one has or is. */
export function saysTwoFactors(claims: Readonly<Record<string, unknown>>): boolean {
  const methods = Array.isArray(claims.amr) ? claims.amr.filter((one): one is string => typeof one === 'string') : [];
  if (methods.includes('mfa')) return true;
  if ((methods.includes('pwd') || methods.includes('pin')) && methods.some((one) => knownPairs.includes(one)))
    return true;
  return typeof claims.acr === 'string' && (strongClasses.has(claims.acr) || /(^|[:/_-])mfa$/i.test(claims.acr));
}

function readBox(kit: Pick<Kit, 'seal'>, box: string): Waiting | null {
  try {
    return JSON.parse(kit.seal.open('sso', box.slice(0, 4000))) as Waiting;
  } catch {
    return null;
  }
}

/** What went wrong, for somebody who cannot read a protocol. */
function nameProblem(error: unknown): SsoProblem {
  if (error instanceof oidc.AuthorizationResponseError)
    return error.error === 'access_denied' || error.error === 'login_required' || error.error === 'interaction_required'
      ? 'declined'
      : 'refused';
  if (error instanceof oidc.ResponseBodyError)
    return /invalid_client|unauthorized_client|unsupported/.test(error.error) ? 'settings' : 'refused';
  if (error instanceof oidc.WWWAuthenticateChallengeError) return 'settings';
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || error instanceof TypeError)
    return isNetwork(error) ? 'away' : 'untrusted';
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR')
    return 'away';
  if (code === 'OAUTH_HTTP_REQUEST_FORBIDDEN' || code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'settings';
  return 'untrusted';
}

function isNetwork(error: unknown): boolean {
  const { code, cause, message } = error as { code?: string; cause?: { code?: string }; message?: string };
  return code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || cause?.code !== undefined || message === 'fetch failed';
}
