/** Turns a verdict into points that add up to its score, each with a plain sentence and the words it came from. */
import type { Cue } from './cues.table.ts';
import type { Shares } from './judge.ts';
import { CODES } from './severity.table.ts';
import type { ScorePoint, Severity } from './verdict.ts';
import type { Reading } from './words.ts';

/** Where the score of each severity begins, so that a queue sorted by score is sorted by severity first. */
const FLOOR: Readonly<Record<Severity, number>> = { S1: 80, S2: 60, S3: 40, S4: 20, S5: 0 };
/** How much the likeness can add. */
const ROOM = 19;
const PHRASES = 5;
/** Most filler words between two telling words that are still shown as one run: "set fire to the depot". */
const BRIDGE = 2;

/**
 * Words that stand in every text, English and Welsh, as triage reads them. They weigh a little in the score, but shown
 * as a reason they tell nobody anything. "Not", "no" and "never" are none of them.
 */
const FILLER: ReadonlySet<string> = new Set(
  `a an the and or but nor so if then than as at by for from in into of off on onto out over to up with about after before
  is am are was were be been being do does did has have had having will would shall should can could may might must
  i im ive me my mine we were us our ours you youre your yours he him his she her hers it its they theyre them their theirs
  this that these those there here who which what when where how all any some just also very really too now only even
  y yr ac neu ond i o ar am gan gyda wrth yn mewn at dros dan heb mae yw ydy oedd fod bod sydd sy wedi
  fi fy ti dy fo fe ef hi ei ni ein chi eich nhw eu hwn hon hyn hynny yma yno dim ond hefyd iawn`.split(/\s+/),
);

const SAYS: Readonly<Record<Severity, string>> = {
  S1: 'This kind of post is critical',
  S2: 'This kind of post is high',
  S3: 'This kind of post is medium',
  S4: 'This kind of post is low',
  S5: 'Nobody is told about this kind of post',
};

export function explain(
  shares: Shares,
  code: string,
  share: number,
  also: readonly string[],
  severity: Severity,
  cues: readonly Cue[] = [],
): ScorePoint[] {
  const points: ScorePoint[] = [
    { points: FLOOR[severity], code, words: SAYS[severity], found: [] },
    {
      points: Math.round(share * ROOM),
      code,
      words: `Reads like posts about ${CODES[code]?.about ?? code}`,
      found: phrases(shares, code),
    },
  ];
  for (const other of also)
    points.push({
      points: 0,
      code: other,
      words: `May also be about ${CODES[other]?.about ?? other}`,
      found: phrases(shares, other),
    });
  for (const cue of cues) points.push({ points: 0, code: cue.code, words: cue.words, found: [] });
  return points;
}

/** The runs of words that speak most for a code, as they stand in the text, strongest first; none begins or ends in filler. */
function phrases({ classes, features, scaled, model, reading }: Shares, code: string): string[] {
  const C = classes.length;
  const c = classes.indexOf(code);
  const perWord = new Float32Array(reading.words.length);
  for (let i = 0; i < features.size; i++) {
    if (scaled[i] === 0 || features.first[i]! < 0) continue;
    const row = model.rowOf(features.hashes[i]!);
    const weight = scaled[i]! * model.steps[row]! * model.weights[row * C + c]!;
    const from = features.first[i]!;
    const to = features.last[i]!;
    // What a pair says is owed to its two ends.
    perWord[from]! += weight / 2;
    perWord[to]! += weight / 2;
  }
  const order = [...perWord.keys()]
    .filter((i) => perWord[i]! > 0 && !FILLER.has(reading.words[i]!))
    .sort((a, b) => perWord[b]! - perWord[a]! || a - b);
  const best = new Set(order.slice(0, PHRASES));
  const runs: { from: number; to: number; weight: number }[] = [];
  for (const i of [...best].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && isOneRun(reading, last.to, i)) {
      last.to = i;
      last.weight += perWord[i]!;
    } else runs.push({ from: i, to: i, weight: perWord[i]! });
  }
  return runs
    .sort((a, b) => b.weight - a.weight)
    .map(({ from, to }) => reading.text.slice(reading.starts[from]!, reading.ends[to]!).slice(0, 80));
}

/** Nothing but a few filler words stands between the two, and no sentence ends there. */
function isOneRun({ words, breaks }: Reading, from: number, to: number): boolean {
  if (to - from > BRIDGE + 1) return false;
  for (let i = from + 1; i <= to; i++) if (breaks.has(i) || (i < to && !FILLER.has(words[i]!))) return false;
  return true;
}
