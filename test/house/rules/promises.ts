/** What the house promises of every page, table, event and sentence. */
import ts from 'typescript';
import { type Breach, breach, type House, partOf, type Source, wordsIn } from '../source.ts';

export const longestWords = 4;

export function* promises(house: House): Iterable<Breach> {
  for (const source of house.sources) {
    if (source.isTest || !source.path.startsWith('src/')) continue;
    yield* guards(source);
    if (/\/pages\/[^/]+\.tsx$|-pages\.tsx$/.test(source.path)) yield* wording(source);
  }
  yield* holds(house);
  yield* events(house);
}

/** A page declares its guard and its trace, and each act on it a trace of its own. */
function* guards(source: Source): Iterable<Breach> {
  const found: Breach[] = [];
  source.each((node) => {
    if (!ts.isCallExpression(node) || node.expression.getText(source.tree) !== 'page') return;
    const value = node.arguments[0];
    if (!value || !ts.isObjectLiteralExpression(value)) return;
    for (const name of ['path', 'may', 'trace']) {
      if (!has(value, name))
        found.push(breach('pages-are-guarded', source, node, `This page does not say its \`${name}\`.`));
    }
    const acts = value.properties.find((each) => each.name?.getText(source.tree) === 'acts');
    if (!acts || !ts.isPropertyAssignment(acts) || !ts.isObjectLiteralExpression(acts.initializer)) return;
    for (const act of acts.initializer.properties) {
      if (!ts.isPropertyAssignment(act) || !ts.isObjectLiteralExpression(act.initializer)) continue;
      if (!has(act.initializer, 'trace'))
        found.push(breach('pages-are-guarded', source, act, 'This act leaves no trace.'));
    }
  });
  yield* found;
}

/** An object spread into it may bring the property; the type checker looks into that. */
const has = (value: ts.ObjectLiteralExpression, name: string) =>
  value.properties.some((each) => ts.isSpreadAssignment(each) || each.name?.getText() === name);

/** Sentences live in wording.ts, where those who write them find them. */
function* wording(source: Source): Iterable<Breach> {
  const found: Breach[] = [];
  source.each((node) => {
    const text = ts.isJsxText(node) ? node.text : inJsx(node) ? wordsIn(node) : null;
    const words = text?.split(/\s+/).filter((word) => /\p{L}/u.test(word)) ?? [];
    if (words.length > longestWords) {
      found.push(
        breach('wording-in-one-place', source, node, `"${words.slice(0, 6).join(' ')} ..." belongs in wording.ts.`),
      );
    }
  });
  yield* found;
}

/** A string that is shown: in braces between tags, or an attribute that is not a list of classes or ids. */
function inJsx(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (ts.isJsxAttribute(at))
      return !/^(class|className|classes|id|for|aria-(labelledby|describedby|controls)|href|src|d)$/.test(
        at.name.getText(),
      );
    if (ts.isPropertyAssignment(at) && /^(classes|class|id|href|attributes)$/.test(at.name.getText())) return false;
    if (ts.isJsxExpression(at)) return !ts.isJsxAttribute(at.parent) || inJsxAttribute(at.parent);
    if (ts.isFunctionLike(at) || ts.isBlock(at)) return false;
  }
  return false;
}

const inJsxAttribute = (attribute: ts.JsxAttribute) =>
  !/^(class|className|classes|id|for|href)$/.test(attribute.name.getText());

/** Every table says what it holds of whom, and every such line has its table. */
function* holds(house: House): Iterable<Breach> {
  const rule = 'tables-say-what-they-hold';
  const tables = new Map<string, { file: string; line: number }>();
  for (const [path, text] of house.files) {
    const isMigration = /^src\/.*\/migrations\/[^/]+\.sql$/.test(path);
    // The table of what has been run is made by the platform before any migration can be.
    if (!isMigration && path !== 'src/platform/migrate.ts') continue;
    text.split('\n').forEach((line, i) => {
      const made = /\bcreate (?:unlogged )?table (?:if not exists )?([a-z_]+\.[a-z_0-9]+)/i.exec(line)?.[1];
      const gone = /^\s*drop table (?:if exists )?([a-z_]+\.[a-z_0-9]+)/i.exec(line)?.[1];
      if (made) tables.set(made, { file: path, line: i + 1 });
      if (gone) tables.delete(gone);
    });
  }
  const held = new Set<string>();
  for (const source of house.sources) {
    if (!/^src\/.*\/holds\.ts$/.test(source.path)) continue;
    const found: Breach[] = [];
    source.each((node) => {
      const name = wordsIn(node);
      if (name === null || !/^[a-z_]+\.[a-z_0-9]+$/.test(name) || ts.isImportDeclaration(node.parent)) return;
      if (!tables.has(name)) found.push(breach(rule, source, node, `There is no table ${name}.`));
      if (held.has(name)) found.push(breach(rule, source, node, `${name} is told twice.`));
      held.add(name);
    });
    yield* found;
  }
  for (const [table, { file, line }] of tables) {
    if (!held.has(table))
      yield {
        rule,
        file,
        line,
        words: `${table} has no line in a holds.ts: what, about whom, why, how long, then what?`,
      };
  }
}

/** Every event on the page of events is told by the part whose name it bears, and by nobody else. */
function* events(house: House): Iterable<Breach> {
  const page = house.sources.find((source) => source.path === 'src/events.ts');
  const names = new Map<string, number>();
  page?.each((node) => {
    if (ts.isPropertySignature(node) && ts.isStringLiteral(node.name)) names.set(node.name.text, page.line(node));
  });
  const told = new Set<string>();
  const found: Breach[] = [];
  for (const source of house.sources) {
    if (source.isTest || source === page || !source.path.startsWith('src/')) continue;
    const mine = partOf(source.path).split('/').at(-1) ?? '';
    source.each((node) => {
      const name = wordsIn(node);
      if (name === null || !names.has(name)) return;
      if (name.startsWith(`${mine}.`)) told.add(name);
      else if (isPublished(node))
        found.push(breach('events-are-told', source, node, `${name} is for ${name.split('.')[0]} to tell.`));
    });
  }
  yield* found;
  for (const [name, line] of names) {
    if (!told.has(name) && page) yield breach('events-are-told', page, line, `Nobody tells ${name}.`);
  }
}

const isPublished = (node: ts.Node) =>
  ts.isCallExpression(node.parent) &&
  ts.isPropertyAccessExpression(node.parent.expression) &&
  node.parent.expression.name.text === 'publish';
