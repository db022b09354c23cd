/** A softmax classifier over sparse features, trained by AdaGrad with a seeded order: the same input gives the same model. */

export interface Example {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** How much it counts. */
  readonly weight: number;
  /** One number per class, adding up to 1. */
  readonly target: Float32Array;
}

export interface Trained {
  /** features x classes, row by row. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface TrainOptions {
  readonly classes: number;
  readonly features: number;
  readonly epochs: number;
  readonly rate: number;
  /** L2, per example. */
  readonly decay: number;
  /** Share of features left out at random of each example in each round, so that no single word is relied on. */
  readonly drop: number;
  /** Sets the weights before the first round: what is known before any post is read. */
  readonly start?: (weights: Float32Array) => void;
}

/** A small seeded generator (mulberry32), so that training is repeatable. */
export function buildChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function train(examples: readonly Example[], options: TrainOptions): Trained {
  const { classes: C, features: F } = options;
  const weights = new Float32Array(F * C);
  options.start?.(weights);
  const history = new Float32Array(F * C).fill(1e-4);
  const bias = new Float32Array(C);
  const biasHistory = new Float32Array(C).fill(1e-4);
  const chance = buildChance(7);
  const order = examples.map((_, i) => i);
  const p = new Float32Array(C);
  const kept = new Uint8Array(65536);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const k = Math.floor(chance() * (i + 1));
      [order[i], order[k]] = [order[k]!, order[i]!];
    }
    const rate = options.rate * (1 - (0.9 * epoch) / options.epochs);
    for (const at of order) {
      const { ids, values, weight, target } = examples[at]!;
      const n = ids.length;
      const grow = options.drop > 0 ? 1 / (1 - options.drop) : 1;
      for (let j = 0; j < n; j++) kept[j] = options.drop > 0 && chance() < options.drop ? 0 : 1;
      p.set(bias);
      for (let j = 0; j < n; j++) {
        if (!kept[j]) continue;
        const row = ids[j]! * C;
        const x = values[j]! * grow;
        for (let c = 0; c < C; c++) p[c]! += weights[row + c]! * x;
      }
      softmax(p);
      for (let c = 0; c < C; c++) p[c] = (p[c]! - target[c]!) * weight;
      for (let j = 0; j < n; j++) {
        if (!kept[j]) continue;
        const row = ids[j]! * C;
        const x = values[j]! * grow;
        for (let c = 0; c < C; c++) {
          const k = row + c;
          const g = p[c]! * x + options.decay * weights[k]!;
          history[k]! += g * g;
          weights[k]! -= (rate * g) / Math.sqrt(history[k]!);
        }
      }
      for (let c = 0; c < C; c++) {
        biasHistory[c]! += p[c]! * p[c]!;
        bias[c]! -= (rate * 0.3 * p[c]!) / Math.sqrt(biasHistory[c]!);
      }
    }
  }
  return { weights, bias };
}

export function softmax(p: Float32Array): void {
  let max = -Infinity;
  for (const value of p) if (value > max) max = value;
  let sum = 0;
  for (let c = 0; c < p.length; c++) {
    p[c] = Math.exp(p[c]! - max);
    sum += p[c]!;
  }
  for (let c = 0; c < p.length; c++) p[c]! /= sum;
}

export function score(trained: Trained, C: number, ids: Int32Array, values: Float32Array, out: Float32Array): void {
  out.set(trained.bias);
  for (let j = 0; j < ids.length; j++) {
    const row = ids[j]! * C;
    if (row < 0) continue;
    for (let c = 0; c < C; c++) out[c]! += trained.weights[row + c]! * values[j]!;
  }
  softmax(out);
}
