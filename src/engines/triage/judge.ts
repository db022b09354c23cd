/** Judges one post: features, the learned model, the thresholds, then the reasons in words. */
import { CUES, type Cue, DAMPERS } from './cues.table.ts';
import { ALSO, BLEND, HARMLESS, LIFT, RAISE, SURE } from './decide.table.ts';
import { buildEncoder, type Encoder } from './encoder.ts';
import { encoderText } from './encoder-text.ts';
import { explain } from './explain.ts';
import { familiesAt } from './families.ts';
import { buildFeatureReader, type Features } from './features.ts';
import { type Model, theModel } from './model.ts';
import { CODES, stricter } from './severity.table.ts';
import { spread } from './spread.ts';
import type { Severity, Triage, TriageContext, TriagePost, Verdict } from './verdict.ts';
import { type Reading, read } from './words.ts';

export interface Shares {
  readonly classes: readonly string[];
  /** One per class, adding up to 1. */
  readonly shares: Float32Array;
  readonly reading: Reading;
  readonly features: Features;
  /** How far each feature was scaled, 0 for one the model does not know. */
  readonly scaled: Float32Array;
  readonly model: Model;
}

/** `weights` hands over the encoder's file (`encoder.bin`), asked for at the first post. */
export function buildTriage(weights: () => Uint8Array): Triage {
  const reader = buildFeatureReader();
  const scaled = new Float32Array(24_000);
  let encoder: Encoder | null = null;

  return {
    judge: (post, context) => decide(weigh(post, context), post),
    spread,
  };

  function weigh(post: TriagePost, context: TriageContext): Shares {
    const model = theModel();
    const reading = read(post, context);
    const features = reader.read(reading);
    const C = model.classes.length;
    let sum = 0;
    for (let i = 0; i < features.size; i++) {
      const row = model.rowOf(features.hashes[i]!);
      const x = row < 0 ? 0 : features.values[i]! * model.rarity[row]!;
      scaled[i] = x;
      sum += x * x;
    }
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    const shares = Float32Array.from(model.bias);
    for (let i = 0; i < features.size; i++) {
      if (scaled[i] === 0) continue;
      scaled[i]! *= scale;
      const row = model.rowOf(features.hashes[i]!);
      const x = scaled[i]! * model.steps[row]!;
      for (let c = 0; c < C; c++) shares[c]! += x * model.weights[row * C + c]!;
    }
    softmax(shares);
    encoder ??= buildEncoder(weights());
    const sense = new Float32Array(C);
    encoder.score(encoderText(reading), sense);
    softmax(sense);
    blend(shares, sense);
    return { classes: model.classes, shares, reading, features, scaled, model };
  }
}

/** The two models' shares as one: a weighted product, so that a code that either holds impossible stays unlikely. */
function blend(shares: Float32Array, sense: Float32Array): void {
  for (let c = 0; c < shares.length; c++)
    shares[c] = BLEND.words * Math.log(shares[c]! + 1e-6) + BLEND.sense * Math.log(sense[c]! + 1e-6);
  softmax(shares);
}

function softmax(p: Float32Array): void {
  let max = -Infinity;
  for (const value of p) if (value > max) max = value;
  let sum = 0;
  for (let c = 0; c < p.length; c++) {
    p[c] = Math.exp(p[c]! - max);
    sum += p[c]!;
  }
  for (let c = 0; c < p.length; c++) p[c]! /= sum;
}

function decide(shares: Shares, _post: TriagePost): Verdict {
  const ranked = shares.classes
    .map((code, i) => ({ code, share: shares.shares[i]! }))
    .sort((a, b) => b.share - a.share || (a.code < b.code ? -1 : 1));
  const top = ranked[0]!;
  const also = ranked
    .slice(1)
    .filter(({ code, share }) => code !== 'T0' && share >= (RAISE[code] ?? ALSO))
    .map(({ code }) => code);
  const cues = cuesIn(shares.reading);
  for (const { code } of cues) if (code !== top.code && !also.includes(code)) also.push(code);
  let severity = severityOf(top.code, top.share);
  const harmless = Math.max(...ranked.filter(({ code }) => HARMLESS.includes(code)).map(({ share }) => share));
  for (const code of also) {
    if (RAISE[code] === undefined) continue;
    const { share } = ranked.find((one) => one.code === code)!;
    const isLikely = share >= LIFT.share && share >= harmless * LIFT.margin;
    // A faint sign of danger is put before the desk; only a likely one or a plain statement wakes somebody.
    severity = stricter(severity, isLikely || cues.some((cue) => cue.code === code) ? severityOf(code, 1) : 'S4');
  }
  const points = explain(shares, top.code, top.share, also, severity, cues);
  return {
    code: top.code,
    also,
    severity,
    score: Math.max(
      0,
      Math.min(
        100,
        points.reduce((sum, point) => sum + point.points, 0),
      ),
    ),
    points,
    lockTo: top.code === 'T4' || also.includes('T4') ? 'guardian' : null,
  };
}

/** Cues found, unless the post has a sign that it is a joke, a story or the like. */
function cuesIn(reading: Reading): Cue[] {
  const text = reading.words.join(' ');
  const found = CUES.filter((cue) => cue.shape.test(text));
  if (found.length === 0 || familiesAt(reading).some((hit) => DAMPERS.includes(hit.family))) return [];
  return found;
}

function severityOf(code: string, share: number): Severity {
  const rule = CODES[code] ?? CODES.T0!;
  return share < SURE ? rule.unsure : rule.usual;
}
