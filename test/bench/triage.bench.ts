/**
 * Prints how good triage is on posts it was not tuned on, beside a control that only counts words.
 * `npx tsx test/bench/triage.bench.ts [--card FILE] [--tuning]`; --tuning measures the half it learned from instead.
 */
import { writeFileSync } from 'node:fs';
import { BODIES, isTuning, readSet } from '../../scripts/triage-posts.ts';
import { theTriage } from '../support/triage.ts';
import { asPost, cardOf, type Figures, heldBack, measure, measureControl, type Share } from './triage-measure.ts';

const isOnTuning = process.argv.includes('--tuning');
const posts = isOnTuning ? readSet().filter(isTuning) : heldBack();
const ours = measure(posts);
const control = measureControl(posts);

const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const shown = ({ right, of, low, high }: Share) =>
  of === 0 ? '-' : `${percent(right / of)} (${percent(low)} to ${percent(high)}; ${right} of ${of})`;
const short = ({ right, of }: Share) => (of === 0 ? '-' : percent(right / of)).padStart(8);

console.log(
  `Triage on ${posts.length} ${isOnTuning ? 'posts it LEARNED FROM' : 'held-back posts'}; 95 % Wilson intervals`,
);
console.log(
  'found: named first or beside the first. right: of those named, labelled so. Control: the same word lists, counted.\n',
);
console.log('code     n     found     right     first | control found   right');
for (const one of ours.codes) {
  const other = control.codes.find(({ code }) => code === one.code)!;
  console.log(
    `${one.code.padEnd(4)} ${String(one.n).padStart(5)}  ${short(one.found)}  ${short(one.right)}  ${short(one.first)} |      ${short(other.found)} ${short(other.right)}`,
  );
}
console.log('\nThe four that must be found (aim: found 95 %, right 50 %)');
for (const code of ['T1', 'T2', 'T3', 'T4']) {
  const one = ours.codes.find((row) => row.code === code)!;
  console.log(
    `${code}  found ${shown(one.found)}\n    right ${shown(one.right)}\n    at S1 or S2 ${shown(one.raised)}`,
  );
}
const line = (name: string, of: (figures: Figures) => Share) =>
  console.log(`${name}\n    ours    ${shown(of(ours))}\n    control ${shown(of(control))}`);
console.log('');
line('Right code first (aim: 80 %)', (figures) => figures.accuracy);
line('Criticism, praise and noise raised above S4 (aim: under 2 %)', (figures) => figures.criticismRaised);
line('Of these, criticism (T15) alone', (figures) => figures.t15Raised);
line('Right code first, English', (figures) => figures.byLanguage.en);
line('Right code first, Welsh', (figures) => figures.byLanguage.cy);
line('Right code first, other languages', (figures) => figures.byLanguage.other);
console.log(`\nTaken for another most often: ${ours.confusions.map(({ pair, n }) => `${pair} ${n}`).join(', ')}`);

const triage = theTriage();
const started = process.hrtime.bigint();
for (const post of posts) triage.judge(asPost(post), BODIES);
console.log(`\n${(Number(process.hrtime.bigint() - started) / 1000 / posts.length).toFixed(0)} microseconds a post`);

const at = process.argv.indexOf('--card');
const file = process.argv[at + 1];
if (at > 0 && file && !isOnTuning) {
  writeFileSync(file, `${JSON.stringify(cardOf(ours), null, 2)}\n`);
  console.log(`The quality card is in ${file}`);
}
