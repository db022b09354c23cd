/** How a file is named and reads: kebab-case nouns, no catch-all names, no defaults, no holes in the types, not too long. */
import ts from 'typescript';
import { type Breach, breach, type House, type Source } from '../source.ts';

export const longestLines = 300;

export function* manners(house: House): Iterable<Breach> {
  for (const source of house.sources) {
    yield* names(source);
    yield* defaults(source);
    yield* types(source);
    if (/\.test\.tsx?$/.test(source.path)) yield* tests(source);
    yield* length(source);
  }
}

const vague = /^(utils?|utilit(y|ies)|helpers?|common|misc|managers?|services?|stuff|shared)$/;
const kinds = /^(test|table|bench|generated|d|config)$/;

function* names(source: Source): Iterable<Breach> {
  for (const part of source.path.split('/')) {
    const [stem = '', ...rest] = part.split('.');
    const middle = rest.slice(0, -1);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) || middle.some((kind) => !kinds.test(kind))) {
      if (part !== '.ci') yield breach('plain-names', source, 1, `${part} is not in kebab-case.`);
    }
    if (stem.split('-').some((word) => vague.test(word))) {
      yield breach('plain-names', source, 1, `${part} says nothing; name it for the noun or verb it holds.`);
    }
  }
}

function* defaults(source: Source): Iterable<Breach> {
  if (/(^|\/)[a-z]+\.config\.(ts|mjs)$/.test(source.path)) return;
  const found: Breach[] = [];
  for (const node of source.tree.statements) {
    const isDefault =
      ts.isExportAssignment(node) ||
      (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword));
    const isRenamed =
      ts.isExportDeclaration(node) &&
      node.exportClause !== undefined &&
      ts.isNamedExports(node.exportClause) &&
      node.exportClause.elements.some((each) => each.name.text === 'default');
    if (isDefault || isRenamed)
      found.push(breach('no-default-exports', source, node, 'Export by name, so that it has one name everywhere.'));
  }
  yield* found;
}

function* types(source: Source): Iterable<Breach> {
  const found: Breach[] = [];
  source.each((node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) {
      found.push(breach('no-holes-in-types', source, node, '`any` switches the checker off; use `unknown` and look.'));
    }
  });
  const hole = /^\s*(\/\/|\{?\/\*+|\*)\s*@ts-(ignore|nocheck)\b/;
  source.text.split('\n').forEach((line, i) => {
    if (hole.test(line))
      found.push(breach('no-holes-in-types', source, i + 1, 'Mend the type, or use @ts-expect-error with the reason.'));
  });
  yield* found;
}

function* tests(source: Source): Iterable<Breach> {
  const found: Breach[] = [];
  source.each((node) => {
    if (!ts.isCallExpression(node)) return;
    const called = node.expression.getText(source.tree);
    if (/^(test|it|describe)(\.\w+)*\.only$/.test(called)) {
      found.push(breach('whole-tests', source, node, '.only leaves every other test out.'));
    }
    // `test.skip(name)` and `test.skipIf(...)(name)`.
    if (/^(test|it|describe)\.(skip|todo|skipIf\([\s\S]*\)|runIf\([\s\S]*\))$/.test(called)) {
      const name = node.arguments[0];
      if (name && ts.isStringLiteralLike(name) && !/\(.+\)/.test(name.text) && !/\.(skipIf|runIf)$/.test(called)) {
        found.push(breach('whole-tests', source, node, 'A test that may not run says why in its name, in brackets.'));
      }
    }
  });
  yield* found;
}

/** Tables, tests, sentences and what is made by a script may be as long as they need to be. */
const mayBeLong = /^(test|scripts)\/|\.(test|table|generated|d)\.tsx?$|\/wording\.ts$|-wording\.ts$/;

function* length(source: Source): Iterable<Breach> {
  if (mayBeLong.test(source.path)) return;
  const lines = source.text.trimEnd().split('\n').length;
  if (lines > longestLines) {
    yield breach(
      'short-files',
      source,
      longestLines,
      `${lines} lines: a file tells one story in about 150. Split it by noun.`,
    );
  }
}
