/** A real SMTP server on loopback that keeps what it is sent, read as a mail program would read it. */
import type { AddressInfo } from 'node:net';
import { type AddressObject, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  /** Of the envelope: where it was really delivered. */
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: ReadonlyMap<string, unknown>;
  /** By the machine's clock, in ms: for measuring how long it took. */
  readonly atMs: number;
}

export interface Smtp {
  readonly url: string;
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** The first mail, come or still to come, that this is true of. Each mail is given once. Rejects after `waitMs`, default 120,000. */
  next(predicate?: (mail: ReceivedMail) => boolean, waitMs?: number): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

export interface SmtpWishes {
  /** Refuses every letter with this status and sentence. */
  readonly refuse?: { readonly status: number; readonly words: string };
  /** Wants this user and password. */
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly options?: SMTPServerOptions;
}

export async function startSmtp(wishes: SmtpWishes = {}): Promise<Smtp> {
  const mails: ReceivedMail[] = [];
  const given = new Set<ReceivedMail>();
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: wishes.auth === undefined,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    disabledCommands: wishes.auth ? [] : ['AUTH'],
    logger: false,
    onAuth: (auth, _session, done) => {
      if (auth.username === wishes.auth?.user && auth.password === wishes.auth?.pass)
        done(null, { user: auth.username });
      else done(new Error('Wrong user or password'));
    },
    onData: (stream, session, done) => {
      simpleParser(stream).then((mail) => {
        if (wishes.refuse)
          return done(Object.assign(new Error(wishes.refuse.words), { responseCode: wishes.refuse.status }));
        const sender = session.envelope.mailFrom;
        mails.push({
          to: session.envelope.rcptTo.map((one) => one.address),
          from: (mail.from as AddressObject | undefined)?.text ?? (sender ? sender.address : ''),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          headers: mail.headers,
          atMs: Date.now(),
        });
        done();
        for (const wake of waiting) wake();
      }, done);
    },
    ...wishes.options,
  });
  server.on('error', () => {}); // A client that hangs up is not the test's business.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const user = wishes.auth ? `${encodeURIComponent(wishes.auth.user)}:${encodeURIComponent(wishes.auth.pass)}@` : '';
  return {
    url: `smtp://${user}127.0.0.1:${port}`,
    port,
    mails,
    next: (predicate = () => true, waitMs = 120_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const mail = mails.find((one) => !given.has(one) && predicate(one));
          if (!mail) return;
          given.add(mail);
          waiting.delete(look);
          clearTimeout(timer);
          resolve(mail);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`No such e-mail came in ${waitMs} ms; ${mails.length} came in all.`));
        }, waitMs);
        waiting.add(look);
        look();
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
