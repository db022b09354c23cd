/** `foreword user`: lists, invites and helps people who have an account, straight from the machine that Foreword runs on. */
import { parseArgs } from 'node:util';
import { readConfig } from '#config';
import type { Events } from '#events';
import { buildPeopleDesk, isRole, type PeopleDesk, type Role, roleNames, roles } from '#people';
import {
  buildIds,
  buildLog,
  buildNews,
  buildSeal,
  Fault,
  isMailAddress,
  migrate,
  openDatabase,
  realClock,
} from '#platform';
import { databaseOf } from '../database-address.ts';

export const help = `Usage: foreword user list
       foreword user invite EMAIL --name NAME [--role ROLE]...
       foreword user reset-second-factor EMAIL
       foreword user make-leave EMAIL

Looks after accounts from the machine that Foreword runs on. Uses DATABASE_URL, or
the embedded database in FOREWORD_DATA; with the embedded one, stop Foreword first
or use its People page.

  list                  who has an account, who is invited, and their roles
  invite                prints a link to hand over; it works once, for 7 days
  reset-second-factor   for somebody who lost their phone or passkey: they are signed
                        out and set up a new second step when they next sign in
  make-leave            signs somebody out at once and takes every role away

Roles: ${wrapped(roleNames)}

Exit code 0 when done, 1 when it could not be done, 2 when the options are wrong.
`;

interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

export type Wish =
  | { readonly act: 'list' }
  | { readonly act: 'invite'; readonly email: string; readonly name: string; readonly roles: readonly Role[] }
  | { readonly act: 'reset-second-factor' | 'make-leave'; readonly email: string };

export async function run(args: readonly string[], io: Io): Promise<number> {
  const wish = readWish(args);
  if (typeof wish === 'string') {
    io.stderr.write(`${wish}\nSee foreword user --help\n`);
    return 2;
  }
  const config = readConfig();
  const db = await openDatabase(databaseOf(config)).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'database-locked') return null;
    throw error;
  });
  if (!db) {
    io.stderr.write('Foreword is running on this data folder. Stop Foreword first or use the People page.\n');
    return 1;
  }
  try {
    await migrate(db, config.secrets.databaseOwnerUrl);
    const log = buildLog('silent');
    const seal = buildSeal(config.secrets.house);
    db.sealTrail(seal);
    const kit = {
      db,
      clock: realClock,
      ids: buildIds(realClock.now),
      seal,
      news: buildNews<Events>(db, realClock, log),
    };
    return await act(buildPeopleDesk(kit, config.address), wish, io);
  } finally {
    await db.close();
  }
}

export function readWish(args: readonly string[]): Wish | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? '';
  }
  const [act, email, ...rest] = parsed.positionals;
  if (act === undefined) return 'Say what to do: list, invite, reset-second-factor or make-leave.';
  if (act === 'list') return email === undefined ? { act } : '"list" takes nothing more.';
  if (act !== 'invite' && act !== 'reset-second-factor' && act !== 'make-leave')
    return `There is no "${act}" for users.`;
  if (email === undefined || !isMailAddress(email)) return 'Give an e-mail address, such as name@council.gov.uk.';
  if (rest.length > 0) return `"${rest[0]}" is too much. A name with spaces needs quotes.`;
  if (act !== 'invite') return { act, email };
  const name = parsed.values.name?.trim() ?? '';
  if (name === '' || name.length > 200) return 'Give a name: --name "Ann Jones".';
  const wanted = parsed.values.role ?? [];
  const unknown = wanted.find((role) => !isRole(role));
  if (unknown !== undefined) return `There is no role "${unknown}". The roles are ${roleNames.join(', ')}.`;
  return { act, email, name, roles: wanted.filter(isRole) };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string', multiple: true } },
  });
}

export async function act(desk: PeopleDesk, wish: Wish, io: Io): Promise<number> {
  const refuse = (because: string) => {
    io.stderr.write(`${because}\n`);
    return 1;
  };
  if (wish.act === 'list') return list(desk, io);
  if (wish.act === 'invite') {
    const made = await desk.invite(wish);
    if (!made.isDone) return refuse(made.because);
    io.stdout.write(`${made.link}\n`);
    io.stderr.write(
      `Give this link to ${wish.name} yourself. It works once, until ${made.endsAt.toISOString().slice(0, 10)}.\n`,
    );
    return 0;
  }
  const member = (await desk.members()).find(
    (one) => one.state === 'active' && one.email.toLowerCase() === wish.email.toLowerCase(),
  );
  if (!member) return refuse('Nobody with this e-mail address has an account.');
  const done = wish.act === 'make-leave' ? await desk.makeLeave(member.id) : await desk.resetSecondFactor(member.id);
  if (!done.isDone) return refuse(done.because);
  io.stdout.write(
    wish.act === 'make-leave'
      ? `${member.name} has left.\n`
      : `${member.name} sets up a new second step when they next sign in.\n`,
  );
  return 0;
}

async function list(desk: PeopleDesk, io: Io): Promise<number> {
  const members = (await desk.members()).filter((one) => one.state === 'active');
  const invited = await desk.invitations();
  if (members.length + invited.length === 0) io.stdout.write('Nobody has an account yet.\n');
  for (const one of members) io.stdout.write(`${plain(one.email)}\t${plain(one.name)}\t${rolesOf(one.roles)}\n`);
  for (const one of invited)
    io.stdout.write(
      `${plain(one.email)}\t${plain(one.name)}\t${rolesOf(one.roles)}\tinvited until ${one.endsAt.toISOString().slice(0, 10)}\n`,
    );
  return 0;
}

const rolesOf = (held: readonly Role[]): string => held.map((role) => roles[role]).join(', ') || 'no role';
/** A name must not move the cursor of a terminal. */
const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

function wrapped(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const last = lines.at(-1)!;
    if (last.length + name.length > 74) lines.push(name);
    else lines[lines.length - 1] = last === '' ? name : `${last}, ${name}`;
  }
  return lines.join(',\n  ');
}
