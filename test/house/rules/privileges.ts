/** What only one place may do: read the environment, write the log, go out to the world, speak SQL. */
import ts from 'typescript';
import { type Breach, breach, type House, isUse, ownNames, partOf, type Source, wordsIn } from '../source.ts';

export function* privileges(house: House): Iterable<Breach> {
  const schemas = schemasOf(house);
  for (const source of house.sources) {
    if (source.isTest || !source.path.startsWith('src/')) continue;
    yield* environment(source);
    yield* log(source);
    yield* world(source);
    yield* packages(source, house);
    yield* sql(source, schemas);
    if (source.path.startsWith('src/platform/')) yield* domainWords(source);
  }
  for (const [path, text] of house.files) {
    if (/\/migrations\/[^/]+\.sql$/.test(path)) yield* migration(path, text, schemas);
  }
}

function* environment(source: Source): Iterable<Breach> {
  if (source.path === 'src/config.ts') return;
  const found: Breach[] = [];
  const say = (node: ts.Node) =>
    found.push(
      breach('environment-once', source, node, 'Only config.ts reads the environment; take a setting instead.'),
    );
  source.each((node) => {
    const isDotted = ts.isPropertyAccessExpression(node) && node.name.text === 'env';
    const isKeyed = ts.isElementAccessExpression(node) && wordsIn(node.argumentExpression) === 'env';
    if ((isDotted || isKeyed) && node.expression.getText(source.tree) === 'process') say(node);
    if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env') {
      const from = node.parent.parent.parent.moduleSpecifier;
      if (/^(node:)?process$/.test(wordsIn(from) ?? '')) say(node);
    }
  });
  yield* found;
}

function* log(source: Source): Iterable<Breach> {
  if (source.path === 'src/platform/log.ts' || partOf(source.path) === 'browser') return;
  for (const used of source.imports) {
    if (used.from === 'pino')
      yield breach('one-log', source, used.line, 'Only platform/log.ts knows pino: it keeps people’s words out.');
  }
  const own = ownNames(source);
  const found: Breach[] = [];
  source.each((node) => {
    if (ts.isIdentifier(node) && node.text === 'console' && isUse(node) && !own.has('console')) {
      found.push(breach('one-log', source, node, 'console writes past the log, which keeps people’s words out.'));
    }
  });
  yield* found;
}

/** Ways out, and who may take them. Every other request goes through platform/outbound, which refuses private addresses. */
const waysOut: Readonly<Record<string, RegExp>> = {
  undici: /^src\/platform\/outbound[^/]*\.ts$/,
  'node:http': /^$/,
  'node:https': /^$/,
  'node:http2': /^$/,
  'node:tls': /^$/,
  'node:dgram': /^$/,
  'node:net': /^src\/platform\//,
  'node:dns': /^src\/platform\/outbound[^/]*\.ts$/,
  'node:dns/promises': /^src\/platform\/outbound[^/]*\.ts$/,
  'node:child_process': /^src\/commands\//,
  ws: /^src\/(networks|platform)\//,
  nodemailer: /^src\/platform\/mail\.ts$/,
  // A browser without a network: every request of its page is answered through the outbound door.
  'playwright-core': /^src\/capabilities\/assure\/capture-browser\.ts$/,
  axios: /^$/,
  got: /^$/,
};
/** These neither open nor answer a connection. */
const harmless = new Set(['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress', 'createServer', 'STATUS_CODES']);
const mayListen = /^src\/(commands\/serve|web\/server)\.ts$/;

function* world(source: Source): Iterable<Breach> {
  if (partOf(source.path) === 'browser') return;
  for (const used of source.imports) {
    const from = used.from.startsWith('node:') || !waysOut[`node:${used.from}`] ? used.from : `node:${used.from}`;
    const may = waysOut[from];
    if (!may || used.isType || may.test(source.path)) continue;
    const wanted = used.names.filter(
      (name) => !harmless.has(name) || (name === 'createServer' && !mayListen.test(source.path)),
    );
    if (wanted.length === 0 && used.names.length > 0) continue;
    yield breach(
      'one-way-out',
      source,
      used.line,
      `${used.from} goes out by itself; use the kit's outbound, which keeps to the limits.`,
    );
  }
  const own = ownNames(source);
  const found: Breach[] = [];
  source.each((node) => {
    if (!ts.isIdentifier(node) || !isUse(node) || own.has(node.text)) return;
    const isCalled = ts.isCallExpression(node.parent) && node.parent.expression === node;
    if ((node.text === 'fetch' && isCalled) || node.text === 'WebSocket' || node.text === 'EventSource') {
      found.push(breach('one-way-out', source, node, `${node.text} goes out by itself; use the kit's outbound.`));
    }
  });
  yield* found;
}

/** A live service is installed without the tools. */
function* packages(source: Source, house: House): Iterable<Breach> {
  for (const used of source.imports) {
    if (used.isType || /^(node:|#|\.)/.test(used.from)) continue;
    const name = used.from
      .split('/')
      .slice(0, used.from.startsWith('@') ? 2 : 1)
      .join('/');
    if (!house.dependencies.has(name)) {
      yield breach('packages-declared', source, used.line, `${name} is not among the dependencies in package.json.`);
    }
  }
}

/** Where SQL may stand at all: the platform, people, and the capabilities; never in a page. */
const maySpeakSql = (path: string) =>
  /^src\/(platform|people|capabilities\/[^/]+)\//.test(path) && !path.includes('/pages/');

function* sql(source: Source, schemas: ReadonlySet<string>): Iterable<Breach> {
  if (!maySpeakSql(source.path)) {
    for (const used of source.imports) {
      if (used.isType || (used.from !== 'kysely' && used.from !== 'pg')) continue;
      yield breach(
        'sql-at-home',
        source,
        used.line,
        `${used.from}: SQL stands in platform, people and capabilities, never in pages.`,
      );
    }
    return;
  }
  const mine = schemaOf(source.path);
  const found: Breach[] = [];
  source.each((node) => {
    if (!ts.isTaggedTemplateExpression(node) && !ts.isCallExpression(node)) return;
    const isSql = ts.isTaggedTemplateExpression(node)
      ? /^sql\b/.test(node.tag.getText(source.tree))
      : /\.(query|raw)$/.test(node.expression.getText(source.tree));
    const text = ts.isTaggedTemplateExpression(node) ? node.template : node.arguments[0];
    const statement = isSql && text ? wordsIn(text) : null;
    if (statement === null) return;
    for (const schema of foreign(statement, mine, schemas)) {
      found.push(breach('tables-are-yours', source, node, `This names a table of ${schema}; ask its door instead.`));
    }
  });
  yield* found;
}

const schemaOf = (path: string) =>
  (path.startsWith('src/capabilities/') ? path.split('/')[2] : path.split('/')[1]) ?? '';

/** Schemas of others whose tables a statement names. Functions of the platform are everybody's. */
function foreign(statement: string, mine: string, schemas: ReadonlySet<string>): Set<string> {
  const plain = statement.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
  const named =
    /\b(?:from|join|into|update|table|references|only|using)\s+(?:if\s+(?:not\s+)?exists\s+)?([a-z_]+)\.[a-z_]+\s*(\()?/gi;
  const found = new Set<string>();
  for (const [, schema = '', call] of plain.matchAll(named)) {
    const isInsert = /\binto\s+$/i.test(plain.slice(0, plain.indexOf(`${schema}.`)));
    if (schema === mine || !schemas.has(schema) || (schema === 'platform' && call && !isInsert)) continue;
    found.add(schema);
  }
  return found;
}

function schemasOf(house: House): Set<string> {
  const schemas = new Set(['platform']);
  for (const [path, text] of house.files) {
    if (!/\/migrations\/[^/]+\.sql$/.test(path)) continue;
    for (const [, name = ''] of text.matchAll(/^\s*create schema (?:if not exists )?([a-z_]+)/gim)) schemas.add(name);
  }
  return schemas;
}

function* migration(path: string, text: string, schemas: ReadonlySet<string>): Iterable<Breach> {
  const at = (line: number, rule: string, words: string): Breach => ({ rule, file: path, line, words });
  if (!/^\d{3}-[a-z0-9-]+\.sql$/.test(path.split('/').at(-1) ?? '')) {
    yield at(1, 'migrations-in-order', 'A migration is named 001-what-it-brings.sql.');
  }
  if (!text.startsWith('-- ')) yield at(1, 'migrations-in-order', 'The first line of a migration says why.');
  for (const schema of foreign(text, schemaOf(path), schemas)) {
    const line = text.split('\n').findIndex((each) => new RegExp(`\\b${schema}\\.`).test(each)) + 1;
    yield at(line, 'tables-are-yours', `This names a table of ${schema}; keep its id without a reference.`);
  }
}

const domain =
  /^(triages?|incidents?|whistle\w*|disclosures?|severity|severities|escalat\w+|council\w*|guardians?|safeguarding|bluesky|mastodon|feeds?|hashtags?|campaigners?|misconduct)$/;
/** Also ordinary words of programs: as a name on its own (`AbortSignal`, `news.watch`) they mean that; in a text or with a capital they are ours. */
const halfDomain = /^(signals?|watch|watches)$/;
const ordinary = /^(signal|signals|watch|AbortSignal)$/;

/** No domain word may enter the platform, so that it can carry the next capability as it is. */
function* domainWords(source: Source): Iterable<Breach> {
  const found: Breach[] = [];
  source.each((node) => {
    const isName = ts.isIdentifier(node);
    const text = isName ? node.text : ts.isImportDeclaration(node.parent ?? node) ? null : wordsIn(node);
    if (text === null || (isName && ordinary.test(text))) return;
    for (const word of text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z]+/)) {
      if (domain.test(word) || halfDomain.test(word)) {
        found.push(
          breach(
            'platform-knows-no-domain',
            source,
            node,
            `"${word}" is a word of the domain; the platform must not know it.`,
          ),
        );
        return;
      }
    }
  });
  yield* found;
}
