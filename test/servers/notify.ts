/** Stands in for GOV.UK Notify: checks the token and the body as the real API does, and can be told to refuse. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface NotifyMessage {
  readonly path: string;
  readonly to: string;
  readonly template: string;
  readonly personalisation: Readonly<Record<string, string>>;
  readonly reference: string | null;
}

export interface NotifyServer {
  readonly address: string;
  readonly key: string;
  readonly taken: readonly NotifyMessage[];
  /** Answers the next so many requests with 429. */
  refuseNext(times: number): void;
  stop(): Promise<void>;
}

const serviceId = '8f2c9d3e-4b1a-4c5d-9e6f-7a8b9c0d1e2f';
const secret = '1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d';
export const templates = {
  email: '11111111-2222-4333-8444-555555555555',
  text: '66666666-7777-4888-9999-000000000000',
};

export async function startNotify(now: () => Date = () => new Date()): Promise<NotifyServer> {
  const taken: NotifyMessage[] = [];
  let refusals = 0;
  const server = createServer(async (request, response) => {
    const answer = (status: number, error: string, message: string) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ status_code: status, errors: [{ error, message }] }));
    const body = await read(request);
    const wrong = tokenProblem(request.headers.authorization, now());
    if (wrong) return answer(403, 'AuthError', wrong);
    if (refusals > 0) {
      refusals -= 1;
      return answer(429, 'RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds');
    }
    const kind = /^\/v2\/notifications\/(email|sms)$/.exec(request.url ?? '')?.[1];
    if (request.method !== 'POST' || !kind) return answer(404, 'NoResultFound', 'No result found');
    let sent: Record<string, unknown>;
    try {
      sent = JSON.parse(body);
    } catch {
      return answer(400, 'BadRequestError', 'Invalid JSON supplied in POST data');
    }
    const problem = bodyProblem(sent, kind);
    if (problem) return answer(400, 'ValidationError', problem);
    taken.push({
      path: request.url ?? '',
      to: String(sent.email_address ?? sent.phone_number),
      template: String(sent.template_id),
      personalisation: sent.personalisation as Record<string, string>,
      reference: (sent.reference as string | undefined) ?? null,
    });
    response.writeHead(201, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: `740e5834-3a29-46b4-9a6f-16142fde533${taken.length % 10}`,
        reference: sent.reference ?? null,
        content: {},
        uri: '',
        template: { id: sent.template_id, version: 1, uri: '' },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: `foreword-${serviceId}-${secret}`,
    taken,
    refuseNext: (times) => {
      refusals = times;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** HS256, the issuer is the service, and good for 30 seconds either way. */
function tokenProblem(header: string | undefined, now: Date): string | null {
  const [head, claims, signature] = /^Bearer ([^.]+)\.([^.]+)\.([^.]+)$/.exec(header ?? '')?.slice(1) ?? [];
  if (!head || !claims || !signature) return 'Unauthorized: authentication token must be provided';
  const parse = (part: string) =>
    JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  if (parse(head).alg !== 'HS256' || parse(head).typ !== 'JWT') return 'Invalid token: algorithm used is not HS256';
  const wanted = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'Invalid token: API key not found';
  if (parse(claims).iss !== serviceId) return 'Invalid token: service not found';
  const age = Math.abs(now.getTime() / 1000 - Number(parse(claims).iat));
  return age <= 30 ? null : 'Error: Your system clock must be accurate to within 30 seconds';
}

function bodyProblem(sent: Record<string, unknown>, kind: string): string | null {
  const isUuid = (value: unknown) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value));
  if (!isUuid(sent.template_id)) return 'template_id is not a valid UUID';
  const allowed = ['template_id', 'personalisation', 'reference', 'email_reply_to_id', 'sms_sender_id'];
  const address = kind === 'email' ? 'email_address' : 'phone_number';
  for (const name of Object.keys(sent))
    if (![...allowed, address].includes(name)) return `Additional properties are not allowed (${name} was unexpected)`;
  if (kind === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(sent.email_address)))
    return 'email_address Not a valid email address';
  if (kind === 'sms' && !/^(\+44|0)7\d{9}$/.test(String(sent.phone_number).replaceAll(' ', '')))
    return 'phone_number Not a UK mobile number';
  const fields = sent.personalisation as Record<string, unknown> | undefined;
  const missing = (kind === 'email' ? ['subject', 'body'] : ['body']).filter(
    (name) => typeof fields?.[name] !== 'string',
  );
  return missing.length > 0 ? `Missing personalisation: ${missing.join(', ')}` : null;
}

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
  });
}
