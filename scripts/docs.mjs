// Writes the pages that are made from the code, so that they cannot drift from it:
//   docs/operate/personal-data.md   from every holds.ts
//   docs/operate/faults.md          from src/platform/faults.ts
//   README.md                       the tables of settings (src/config.ts), of networks (src/networks) and of triage (its card)
// `node scripts/docs.mjs` writes them; `--check` writes nothing, names what is stale and ends with 1.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...names) => join(home, ...names);
const load = (path) => tsImport(pathToFileURL(at(path)).href, import.meta.url);
const isCheck = process.argv.includes('--check');

const cell = (text) => String(text).replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
const table = (head, rows) =>
  [row(...head), `|${' --- |'.repeat(head.length)}`, ...rows.map((cells) => row(...cells))].join('\n');
const made = (from) => `<!-- Made by scripts/docs.mjs from ${from}. Do not edit: run "node scripts/docs.mjs". -->`;

async function personalData() {
  const files = readdirSync(at('src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'holds.ts')
    .map((entry) => relative(home, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
  const holds = [];
  for (const file of files)
    for (const list of Object.values(await load(file))) if (Array.isArray(list)) holds.push(...list);
  const personal = holds.filter((hold) => hold.about !== 'nobody').sort((a, b) => (a.table < b.table ? -1 : 1));
  const none = holds.filter((hold) => hold.about === 'nobody').sort((a, b) => (a.table < b.table ? -1 : 1));
  return `${made(files.join(', '))}

# Personal data that Foreword holds

For the data protection officer: one line for each table, to go with your impact assessment and your record of
processing. The same list stands on the page \`/privacy\` of every Foreword. How the deleting is done:
[retention](retention.md).

${table(
  ['Table', 'What', 'About whom', 'Why', 'How long', 'Then'],
  personal.map((hold) => [`\`${hold.table}\``, hold.what, hold.about, hold.why, hold.keep, hold.then]),
)}

## Tables that hold nothing about anybody

${table(
  ['Table', 'What', 'Why'],
  none.map((hold) => [`\`${hold.table}\``, hold.what, hold.why]),
)}
`;
}

async function faults() {
  const { faultCodes } = await load('src/platform/faults.ts');
  return `${made('src/platform/faults.ts')}

# Faults by code

When something breaks, the page shows a short reference and the log has a line with that \`reference\` and one of these
codes as \`fault\`. The log never holds what people wrote, so it is safe to send to whoever helps you.

${table(
  ['Code', 'What it means'],
  Object.entries(faultCodes).map(([code, words]) => [`\`${code}\``, words]),
)}

What to do about each: [monitoring](monitoring.md#when-something-is-wrong).
`;
}

async function settingsTable() {
  const { settings } = await load('src/config.ts');
  return table(
    ['Setting', 'Default', 'What it does'],
    settings.map((one) => [`\`${one.name}\``, one.default, one.words]),
  );
}

async function networksTable() {
  const { networks } = await load('src/networks/index.ts');
  return table(
    ['Network', 'Grade', 'What it sees'],
    networks.map((one) => [one.title, one.grade, one.coverage]),
  );
}

/** From the card that stands beside the queue, which a test holds to a fresh measurement. */
function triageTable() {
  const card = JSON.parse(readFileSync(at('src/engines/triage/quality-card.json'), 'utf8'));
  const shown = ({ share, low, high }) =>
    `${Math.round(share * 100)} % (${Math.round(low * 100)} to ${Math.round(high * 100)})`;
  const names = { T1: 'Threat to life', T2: 'Self-harm', T3: 'Child or adult at risk', T4: 'Possible disclosure' };
  return [
    table(
      ['Kind', 'Posts', 'Found', 'Right when raised'],
      card.codes
        .filter((one) => Object.hasOwn(names, one.code))
        .map((one) => [names[one.code], one.n, shown(one.found), shown(one.right)]),
    ),
    '',
    `Over all ${card.size.toLocaleString('en-GB')} posts the right one of 29 kinds comes first for ${shown(card.rightFirst)}. Ordinary criticism is raised by mistake in ${shown(card.criticismRaised)}. In brackets: 95 % interval.`,
  ].join('\n');
}

/** The text between `<!-- NAME:begin -->` and `<!-- NAME:end -->` is ours. */
function fill(page, name, text) {
  const shape = new RegExp(`(<!-- ${name}:begin[^>]*-->\\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!shape.test(page))
    throw new Error(`README.md has no place for ${name}: <!-- ${name}:begin --> ... <!-- ${name}:end -->`);
  return page.replace(shape, (_all, begin, end) => `${begin}${text}\n${end}`);
}

async function readme() {
  const page = readFileSync(at('README.md'), 'utf8');
  return [
    ['settings', await settingsTable()],
    ['networks', await networksTable()],
    ['triage', triageTable()],
  ].reduce((text, [name, words]) => fill(text, name, words), page);
}

const pages = { 'docs/operate/personal-data.md': personalData, 'docs/operate/faults.md': faults, 'README.md': readme };
for (const [path, write] of Object.entries(pages)) {
  const text = await write();
  if (existsSync(at(path)) && readFileSync(at(path), 'utf8') === text) continue;
  if (isCheck) {
    console.error(`${path} is stale. Run: node scripts/docs.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(at(path), text);
    console.log(`docs: ${path}`);
  }
}
