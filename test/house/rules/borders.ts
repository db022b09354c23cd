/** Who may know whom: pure engines, doors, the ladder, pages without stores, networks apart, no knots. */
import ts from 'typescript';
import { type Breach, breach, type House, type Import, isUse, ownNames, partOf, type Source } from '../source.ts';

/** Which capabilities one may call: design.md, "The ladder". Calls go down; news goes round. */
export const ladder: Readonly<Record<string, readonly string[]>> = {
  assure: [],
  care: ['assure'],
  policy: ['assure'],
  watch: ['assure', 'care'],
  learn: ['policy'],
  listen: ['policy'],
  leak: ['watch', 'care', 'assure'],
  spread: ['watch'],
  respond: ['watch', 'leak', 'spread', 'policy', 'care', 'assure'],
  vet: ['leak', 'policy', 'care', 'assure'],
  standards: ['respond', 'learn', 'policy', 'care', 'assure'],
};

/** npm packages that only turn words into answers. None is used yet; add one here with its reason. */
const purePackages: readonly string[] = [];

/** Files inside a part that others may know: for their types, and of values only those named ('*': all are pure). */
const openFiles: Readonly<Record<string, readonly string[]>> = {
  'src/people/door.ts': [],
  'src/people/person.ts': ['askerOf'],
  'src/people/roles.ts': ['*'],
  'src/web/page.ts': [],
  // What a network throws on and catches.
  'src/platform/outbound.ts': ['OutboundError'],
};

/** Files inside a part that only the one who puts the house together, or one command, may know. */
const builders: Readonly<Record<string, RegExp>> = {
  'src/web/server.ts': /^src\/compose\.ts$/,
  'src/web/house-pages.tsx': /^src\/compose\.ts$/,
  'src/capabilities/watch/channels.ts': /^src\/compose\.ts$/,
  // `foreword feed` reads one feed without a house around it.
  'src/networks/feeds/read-feed.ts': /^src\/commands\/feed\.ts$/,
  'src/networks/feeds/types.ts': /^src\/commands\/feed\.ts$/,
  'src/platform/outbound.ts': /^src\/commands\/feed\.ts$/,
};

const isAllowed = (used: Import, to: string) => {
  const names = openFiles[to];
  if (!names) return false;
  return used.isType || names.includes('*') || used.names.every((name) => names.includes(name));
};

export function* borders(house: House): Iterable<Breach> {
  const withSql = new Map(house.sources.filter(hasSql).map((source) => [source.path, source]));
  for (const source of house.sources) {
    if (source.isTest || !source.path.startsWith('src/')) continue;
    if (source.path.startsWith('src/engines/')) yield* purity(source, house);
    for (const used of source.imports) {
      yield* apart(source, used);
      if (used.to === null) continue;
      yield* through(source, used, used.to, house);
      yield* down(source, used, used.to);
      const store = withSql.get(used.to);
      if (store && isPage(source.path)) yield* asksStore(source, used, store);
    }
    if (isPage(source.path)) yield* asksDatabase(source);
  }
  yield* knots(house);
}

const hasSql = (source: Source) => source.imports.some((used) => used.from === 'kysely' || used.from === 'pg');

const isPage = (path: string) => /\/pages\/|-pages\.tsx$/.test(path);

/** From a file that speaks SQL a page may have types, limits and pure questions; what touches the database is handed to it. */
function* asksStore(page: Source, used: Import, store: Source): Iterable<Breach> {
  if (used.isType || isPage(store.path)) return;
  const touching = new Set<string>(['*']);
  for (const node of store.tree.statements) {
    const made = ts.isVariableStatement(node) ? node.declarationList.declarations : [node];
    for (const each of made) {
      const name =
        ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each) ? each.name?.getText(store.tree) : null;
      const does = ts.isVariableDeclaration(each) ? each.initializer : each;
      const takes = does && (ts.isFunctionDeclaration(does) || ts.isArrowFunction(does)) ? does.parameters : [];
      if (name && takes.some((given) => /\b(Tx|Kit|Database)\b/.test(given.type?.getText(store.tree) ?? '')))
        touching.add(name);
    }
  }
  for (const name of used.names.filter((each) => touching.has(each))) {
    yield breach('pages-know-doors', page, used.line, `${name} touches the database: a page is handed what it asks.`);
  }
}

function* asksDatabase(page: Source): Iterable<Breach> {
  const found: Breach[] = [];
  page.each((node) => {
    if (ts.isCallExpression(node) && /\bdb\.(as|asOwner)$/.test(node.expression.getText(page.tree))) {
      found.push(breach('pages-know-doors', page, node, 'A page opens no transaction: ask through the door.'));
    }
  });
  yield* found;
}

const worldly = new Map([
  ['process', 'the process'],
  ['console', 'the console'],
  ['fetch', 'the network'],
  ['performance', 'a clock'],
  ['crypto', 'chance'],
  ['setTimeout', 'a timer'],
  ['setInterval', 'a timer'],
  ['setImmediate', 'a timer'],
  ['globalThis', 'the world'],
  ['WebSocket', 'the network'],
]);

/** Engines: words in, answers out; no clock, no chance, no disk, no network. */
function* purity(source: Source, house: House): Iterable<Breach> {
  const rule = 'engines-are-pure';
  for (const used of source.imports) {
    const isOwn = used.to !== null && partOf(used.to).startsWith('engines/');
    if (isOwn || purePackages.includes(used.from)) continue;
    // A file or door that is not there is the type checker's to tell.
    if (used.to === null && (used.from.startsWith('.') || house.doors.has(used.from))) continue;
    yield breach(rule, source, used.line, `An engine imports engines only, not ${used.from}.`);
  }
  const own = ownNames(source);
  const found: Breach[] = [];
  source.each((node) => {
    if (ts.isIdentifier(node) && isUse(node) && !own.has(node.text)) {
      const what = worldly.get(node.text);
      if (what) found.push(breach(rule, source, node, `${node.text} is ${what}; an engine is handed what it needs.`));
    }
    const call = node.getText(source.tree);
    if (ts.isPropertyAccessExpression(node) && (call === 'Date.now' || call === 'Math.random')) {
      found.push(breach(rule, source, node, `${call}: an engine has no clock and no chance.`));
    }
    if (ts.isNewExpression(node) && node.expression.getText(source.tree) === 'Date' && !node.arguments?.length) {
      found.push(breach(rule, source, node, 'new Date() reads the clock; take the time as an argument.'));
    }
  });
  yield* found;
}

/** The program never holds a test, and nothing below knows who puts it together. */
function* apart(source: Source, used: Import): Iterable<Breach> {
  if (used.to === null) return;
  if (!used.to.startsWith('src/') && used.to !== 'package.json') {
    yield breach('program-apart', source, used.line, `${used.from} is not part of the program.`);
  }
  if (/\.test\.tsx?$|\/samples\//.test(used.to) && used.to.startsWith('src/') && !used.to.endsWith('.json')) {
    yield breach('program-apart', source, used.line, `${used.from} is for tests only.`);
  }
  const mine = partOf(source.path);
  const isAbove = ['src/compose.ts', 'src/main.ts'].includes(used.to) || /^src\/(commands|demo)\//.test(used.to);
  if (isAbove && !composes(mine)) {
    yield breach(
      'program-apart',
      source,
      used.line,
      `${used.from} puts the house together; nothing inside may know it.`,
    );
  }
}

/** From outside a part only its door is known. */
function* through(source: Source, used: Import, to: string, house: House): Iterable<Breach> {
  const mine = partOf(source.path);
  const theirs = partOf(to);
  if (mine === theirs || theirs === 'root' || theirs === 'outside' || theirs === 'browser') return;
  if (mine === 'networks' && theirs.startsWith('networks/') && to.endsWith('/index.ts')) return; // The list of networks.
  if (mine.startsWith('networks/') && theirs === 'networks') return;
  if ([...house.doors.values()].includes(to) || isAllowed(used, to)) return;
  if (composes(mine) && (composes(theirs) || to.endsWith('/index.ts'))) return;
  if (builders[to]?.test(source.path)) return;
  const mend = openFiles[to] ? 'Write `import type`.' : `Its doors stand in package.json "imports".`;
  yield breach('through-doors', source, used.line, `${used.from} is inside ${theirs}. ${mend}`);
}

/** What puts the house together and opens it: compose.ts, main.ts, the commands, the demonstration. */
const composes = (part: string) => part === 'root' || part === 'commands' || part === 'demo';

/** Calls go down the ladder; capabilities and people are known by type and handed over by compose.ts. */
function* down(source: Source, used: Import, to: string): Iterable<Breach> {
  const mine = partOf(source.path);
  const theirs = partOf(to);
  if (mine === theirs || composes(mine) || mine === 'outside') return;
  const rule = 'calls-go-down';
  const [area = '', name = ''] = mine.split('/');
  const [otherArea = '', other = ''] = theirs.split('/');
  const say = (words: string) => breach(rule, source, used.line, `${used.from}: ${words}`);

  if (area === 'engines') return; // Said by engines-are-pure.
  if (area === 'networks') {
    const isMayBe =
      otherArea === 'engines' || theirs === 'networks' || (mine === 'networks' && otherArea === 'networks');
    const isOutbound = to === 'src/platform/outbound.ts' && isAllowed(used, to);
    if (!isMayBe && !isOutbound)
      yield say('a network knows the contract, the types of platform/outbound and engines only.');
  }
  if (area === 'platform' && !(to === 'src/events.ts' && used.isType)) yield say('the platform knows nobody above it.');
  if (area === 'browser' && otherArea !== 'browser') yield say('what runs in the browser knows nothing of the server.');
  if (area === 'people' && (otherArea === 'capabilities' || otherArea === 'networks'))
    yield say('people know no capability and no network.');
  if (area === 'web' && otherArea === 'capabilities' && !used.isType)
    yield say('the web is handed capabilities; write `import type`.');
  if (area === 'capabilities') {
    if (otherArea === 'networks' && !used.isType)
      yield say('a capability is handed its networks; write `import type`.');
    if (otherArea === 'people' && to !== 'src/people/roles.ts' && !used.isType)
      yield say('people are handed over; write `import type`.');
    if (otherArea === 'capabilities') {
      if (!(ladder[name] ?? []).includes(other))
        yield say(`${name} stands below or beside ${other}; tell it by an event.`);
      else if (!used.isType) yield say(`${other} is handed over by compose.ts; write \`import type\`.`);
    }
  }
}

/** Files that, by what they import when the program runs, all lead back to themselves. */
function* knots(house: House): Iterable<Breach> {
  const sources = new Map(house.sources.filter((source) => !source.isTest).map((source) => [source.path, source]));
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const found: Breach[] = [];
  const walk = (source: Source): void => {
    state.set(source.path, 'open');
    path.push(source.path);
    for (const used of source.imports) {
      const next = used.isType || used.to === null ? undefined : sources.get(used.to);
      if (!next || state.get(next.path) === 'done') continue;
      if (state.get(next.path) === 'open') {
        const ring = [...path.slice(path.indexOf(next.path)), next.path];
        found.push(
          breach('no-knots', source, used.line, `These files import each other in a ring: ${ring.join(' > ')}`),
        );
      } else walk(next);
    }
    path.pop();
    state.set(source.path, 'done');
  };
  for (const source of sources.values()) if (!state.has(source.path)) walk(source);
  yield* found;
}
