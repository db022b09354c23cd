/** A real OpenID provider (oidc-provider) on loopback, whose people are whoever the test says. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

export interface OidcPerson {
  readonly sub: string;
  readonly email?: string;
  readonly isEmailVerified?: boolean;
  readonly name?: string;
  /** RFC 8176; put into the signed token. */
  readonly amr?: readonly string[];
  readonly acr?: string;
}

export interface OidcServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next; null refuses, as somebody who presses "cancel". */
  signsIn: OidcPerson | null;
  stop(): Promise<void>;
}

export interface OidcWishes {
  readonly redirectUri: string;
  readonly tokenAuth?: 'client_secret_basic' | 'client_secret_post' | 'none';
}

export async function startOidc(wishes: OidcWishes): Promise<OidcServer> {
  let handler: ((request: never, response: never) => void) | null = null;
  const server: Server = createServer((request, response) => handler?.(request as never, response as never));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const known = new Map<string, OidcPerson>();
  const clientSecret = 'a client secret of the tests, of some length';
  const state: OidcServer = {
    issuer,
    clientId: 'foreword',
    clientSecret,
    signsIn: null,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const configuration: Configuration = {
    clients: [
      {
        client_id: state.clientId,
        ...(wishes.tokenAuth === 'none' ? {} : { client_secret: clientSecret }),
        token_endpoint_auth_method: wishes.tokenAuth ?? 'client_secret_basic',
        redirect_uris: [wishes.redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['only for tests'] },
    findAccount: (_context, id) => {
      const person = known.get(id);
      if (!person) return undefined;
      return {
        accountId: id,
        claims: () => ({
          sub: id,
          ...(person.email ? { email: person.email, email_verified: person.isEmailVerified ?? true } : {}),
          ...(person.name ? { name: person.name } : {}),
        }),
      };
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.on('server_error', () => {}); // The answer carries it; the test reads that.
  const inner = provider.callback();
  handler = async (request: never, response: never) => {
    const { url } = request as { url: string };
    if (!url.startsWith('/interaction/')) return inner(request, response);
    try {
      const details = await provider.interactionDetails(request, response);
      await answer(provider, details, request, response, state.signsIn, known);
    } catch (error) {
      (response as { statusCode: number; end(text: string): void }).statusCode = 500;
      (response as { end(text: string): void }).end(String(error));
    }
  };
  return state;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Signs the person in and grants what was asked for, without a page in between. */
async function answer(
  provider: Provider,
  details: Details,
  request: never,
  response: never,
  person: OidcPerson | null,
  known: Map<string, OidcPerson>,
) {
  if (!person)
    return provider.interactionFinished(
      request,
      response,
      { error: 'access_denied', error_description: 'cancelled' },
      { mergeWithLastSubmission: false },
    );
  known.set(person.sub, person);
  if (details.prompt.name === 'login') {
    return provider.interactionFinished(
      request,
      response,
      {
        login: {
          accountId: person.sub,
          remember: false,
          ...(person.amr ? { amr: [...person.amr] } : {}),
          ...(person.acr ? { acr: person.acr } : {}),
        },
      },
      { mergeWithLastSubmission: false },
    );
  }
  const grant = new provider.Grant({
    accountId: details.session!.accountId,
    clientId: String(details.params.client_id),
  });
  grant.addOIDCScope(String(details.params.scope));
  return provider.interactionFinished(
    request,
    response,
    { consent: { grantId: await grant.save() } },
    { mergeWithLastSubmission: true },
  );
}
