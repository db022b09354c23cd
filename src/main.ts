/** The command line: picks a command, tells what there is, and what went wrong in plain words. */
import { Fault } from '#platform';
import { version } from './version.ts';

export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

interface Command {
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

/** Loaded when wanted: `match` on a laptop should not wait for a web server. */
const commands: Readonly<Record<string, { readonly words: string; readonly load: () => Promise<Command> }>> = {
  serve: { words: 'start Foreword', load: () => import('./commands/serve.ts') },
  demo: { words: 'start the demonstration, Northmere Council', load: () => import('./commands/demo.ts') },
  migrate: { words: 'bring the database up to date', load: () => import('./commands/migrate.ts') },
  user: { words: 'list, invite or help people who have an account', load: () => import('./commands/user.ts') },
  match: { words: 'which posts answer which searches', load: () => import('./commands/match.ts') },
  'export-trail': {
    words: 'write the record of who did what to a file',
    load: () => import('./commands/export-trail.ts'),
  },
  verify: { words: 'check such a file offline', load: () => import('./commands/verify.ts') },
  feed: { words: 'read feeds and print them as JSON', load: () => import('./commands/feed.ts') },
};

const help = `Foreword ${version}

Usage: foreword COMMAND [options]

${Object.entries(commands)
  .map(([name, command]) => `  ${name.padEnd(12)} ${command.words}`)
  .join('\n')}

foreword COMMAND --help tells more about one of them.
`;

export async function main(args: readonly string[], io: Io = process): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') {
    io.stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.stdout.write(help);
    return 0;
  }
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!known) {
    io.stderr.write(`There is no command "${name}".\n\n${help}`);
    return 2;
  }
  const command = await known.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    io.stdout.write(command.help.endsWith('\n') ? command.help : `${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    io.stderr.write(`${error.message}\n`);
    return 1;
  }
}
