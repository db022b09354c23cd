// Turns the published description of every GOV.UK component into TypeScript interfaces.
// Run it after each change of the govuk-frontend version: `node scripts/generate-components.mjs`.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const home = dirname(require.resolve('govuk-frontend'));
const version = JSON.parse(readFileSync(join(home, '../../package.json'), 'utf8')).version;
const target = join(dirname(fileURLToPath(import.meta.url)), '../src/web/components/govuk.generated.ts');

const pascal = (name) => name.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
const interfaces = [];

/** Strings that a template prints without escaping: only finished HTML may stand there. */
const isHtml = (name, path) => /html$/i.test(name) || path.endsWith('Slots');
/** "text" and "html" are both marked as required, but either will do. */
const isNeeded = (option) =>
  option.required &&
  !/^max(words|length)$/.test(option.name) &&
  !/not required|ignored|deprecated|defaults? to|unless|If `max/i.test(option.description);
const isText = (name) => /^(text|titleText|value|summaryText|number|rows|threshold|maxlength|maxwords)$/.test(name);

function typeOf(option, path, component) {
  const name = `${path}${pascal(option.name[0].toUpperCase() + option.name.slice(1))}`;
  if (/attributes$/i.test(option.name)) return 'Attributes';
  if (component === 'date-input' && ['day', 'month', 'year'].includes(option.name))
    return 'Partial<DateInputPropsItems>';
  if (option.isComponent) {
    return `${pascal(option.name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))}Props`;
  }
  if (option.type === 'string') {
    if (isHtml(option.name, path)) return 'HtmlSlot';
    return isText(option.name) ? 'Words' : 'string';
  }
  if (option.type === 'integer') return 'number | string';
  if (option.type === 'boolean') return 'boolean';
  if (option.type === 'array') {
    if (!option.params) return 'readonly Words[]';
    declare(name, option.params, component);
    // A table's rows are described by their cell.
    return component === 'table' && option.name === 'rows' ? `readonly (readonly ${name}[])[]` : `readonly ${name}[]`;
  }
  if (option.type === 'object') {
    if (!option.params) return 'Readonly<Record<string, string>>';
    declare(name, option.params, component);
    return name;
  }
  throw new Error(`Unknown type ${option.type} of ${path}.${option.name}`);
}

function declare(name, options, component) {
  // One option may be described twice, once for each type it takes.
  const lines = new Map();
  // An item that may be a divider needs nothing else.
  const mayDivide = options.some((option) => option.name === 'divider');
  for (const option of options) {
    if (option.type === 'nunjucks-block') continue;
    const type = typeOf(option, name, component);
    const before = lines.get(option.name);
    lines.set(option.name, {
      doc: before?.doc ?? option.description.replace(/\s+/g, ' ').replaceAll('*/', '* /').trim(),
      types: new Set([...(before?.types ?? []), type]),
      isNeeded: !mayDivide && isNeeded(option) && (before?.isNeeded ?? true),
    });
  }
  const body = [...lines].map(([key, { doc, types, isNeeded: needed }]) => {
    const all = [...types].join(' | ');
    return `  /** ${doc} */\n  ${key}${needed ? '' : '?'}: ${all}${needed ? '' : ' | undefined'};`;
  });
  interfaces.push(`export interface ${name} {\n${body.join('\n')}\n}`);
}

const components = readdirSync(join(home, 'components'))
  .filter((name) => existsSync(join(home, 'components', name, 'macro-options.json')))
  .sort();
for (const component of components) {
  const options = JSON.parse(readFileSync(join(home, 'components', component, 'macro-options.json'), 'utf8'));
  declare(`${pascal(component)}Props`, options, component);
}

writeFileSync(
  target,
  `// Made by scripts/generate-components.mjs from govuk-frontend ${version}. Do not edit.
import type { Attributes, HtmlSlot, Words } from './html.ts';

${interfaces.join('\n\n')}

/** Every component, by the name of its element. */
export interface GovukComponents {
${components.map((name) => `  ${pascal(name)}: ${pascal(name)}Props;`).join('\n')}
}

/** The folder of each component's template. */
export const govukFolders: { readonly [K in keyof GovukComponents]: string } = {
${components.map((name) => `  ${pascal(name)}: '${name}',`).join('\n')}
};
`,
);
console.log(`${components.length} components of govuk-frontend ${version}`);
