/** One file of the house as the rules see it: its syntax tree, its imports, and where in the house it stands. */
import { posix } from 'node:path';
import ts from 'typescript';

export interface Breach {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** What is wrong and what to do instead. */
  readonly words: string;
}

export interface Import {
  readonly from: string;
  /** The file in the house that it leads to; null for a package or a file that is not there. */
  readonly to: string | null;
  /** `import type`, `export type ... from` and `import('x').T`: gone when the program runs. */
  readonly isType: boolean;
  readonly names: readonly string[];
  readonly line: number;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Tests, their stand-ins and samples: never part of the program. */
  readonly isTest: boolean;
  line(node: ts.Node): number;
  /** Every node of the file, parents first. */
  each(visit: (node: ts.Node) => void): void;
}

export interface House {
  readonly sources: readonly Source[];
  readonly files: ReadonlyMap<string, string>;
  /** From package.json: what the program may use when it is installed without the tools. */
  readonly dependencies: ReadonlySet<string>;
  /** `#watch` -> `src/capabilities/watch/index.ts`. */
  readonly doors: ReadonlyMap<string, string>;
}

export function readSources(files: ReadonlyMap<string, string>): House {
  const manifest = JSON.parse(files.get('package.json') ?? '{}') as {
    dependencies?: Record<string, string>;
    imports?: Record<string, string>;
  };
  const doors = new Map(Object.entries(manifest.imports ?? {}).map(([name, path]) => [name, posix.normalize(path)]));
  const sources = [...files]
    .filter(([path]) => /\.(ts|tsx|mjs|js)$/.test(path))
    .map(([path, text]) => readSource(path, text, files, doors));
  return { sources, files, doors, dependencies: new Set(Object.keys(manifest.dependencies ?? {})) };
}

function readSource(
  path: string,
  text: string,
  files: ReadonlyMap<string, string>,
  doors: ReadonlyMap<string, string>,
): Source {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const line = (node: ts.Node) => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
  const each = (visit: (node: ts.Node) => void) => {
    const walk = (node: ts.Node): void => {
      visit(node);
      ts.forEachChild(node, walk);
    };
    walk(tree);
  };
  const imports: Import[] = [];
  const add = (node: ts.Node, from: ts.Node | undefined, isType: boolean, names: readonly string[]) => {
    if (!from || !ts.isStringLiteralLike(from)) return;
    const to = from.text.startsWith('.')
      ? posix.join(posix.dirname(path), from.text)
      : (doors.get(from.text) ?? (from.text.startsWith('#') ? from.text : null));
    imports.push({ from: from.text, to: to !== null && files.has(to) ? to : null, isType, names, line: line(node) });
  };
  each((node) => {
    if (ts.isImportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.importClause?.isTypeOnly ?? false, namesOf(node.importClause));
    } else if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly, []);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true, []);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false, []);
    }
  });
  return { path, text, tree, imports, isTest: isTestPath(path), line, each };
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return [];
  const names = clause.name ? ['default'] : [];
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return [...names, '*'];
  for (const element of bindings?.elements ?? []) {
    if (!element.isTypeOnly) names.push((element.propertyName ?? element.name).text);
  }
  return names;
}

const isTestPath = (path: string) =>
  path.startsWith('test/') ||
  path.startsWith('scripts/') ||
  /\.test\.tsx?$/.test(path) ||
  /^src\/networks\/([^/]+\/samples\/|sample\.ts$)/.test(path) ||
  path === 'vitest.config.ts';

/**
 * The part of the house a file belongs to: `engines/text`, `capabilities/watch`, `networks/feeds`, `networks`, `people`,
 * `platform`, `web`, `browser`, `commands`, `demo`; `root` for what stands directly in src.
 */
export function partOf(path: string): string {
  if (!path.startsWith('src/')) return 'outside';
  if (path.startsWith('src/web/assets/')) return 'browser';
  const [, area = '', name = '', deeper] = path.split('/');
  if (name === '') return 'root';
  if (area === 'engines' || area === 'capabilities') return `${area}/${name}`;
  if (area === 'networks') return deeper === undefined ? 'networks' : `networks/${name}`;
  return area;
}

/** A name that is used as a value or a type, not one that is being given (`x.name`, `{ name: 1 }`, `const name`). */
export function isUse(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return !isNamePart(parent, node);
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  return (parent as { name?: ts.Node }).name !== node && (parent as { propertyName?: ts.Node }).propertyName !== node;
}

const isNamePart = (parent: ts.PropertyAccessExpression | ts.QualifiedName, node: ts.Node) =>
  ts.isPropertyAccessExpression(parent) ? parent.name === node : parent.right === node;

/** Names that the file gives to something itself, at any depth. */
export function ownNames(source: Source): ReadonlySet<string> {
  const own = new Set<string>();
  source.each((node) => {
    if (ts.isIdentifier(node) && !isUse(node) && !ts.isPropertyAccessExpression(node.parent)) {
      if (!ts.isPropertyAssignment(node.parent) && !ts.isPropertySignature(node.parent)) own.add(node.text);
    }
  });
  return own;
}

/** The fixed parts of a string or template, joined by a blank. */
export function wordsIn(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' ');
  }
  return null;
}

export const breach = (rule: string, source: Source, at: ts.Node | number, words: string): Breach => ({
  rule,
  file: source.path,
  line: typeof at === 'number' ? at : source.line(at),
  words,
});
