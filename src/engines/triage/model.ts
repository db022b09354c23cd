/** The learned model as it ships: which features it knows, and how far each speaks for each code. Unpacked at first use. */
import packed from './model.json' with { type: 'json' };

export interface Packed {
  readonly madeFrom: string;
  readonly classes: readonly string[];
  readonly bias: readonly number[];
  readonly features: number;
  /** Highest rarity; each byte of `rarity` is a share of it. */
  readonly rarityTop: number;
  /** base64: Int32 hashes; bytes of rarity; Float32 step per feature; Int8 weights, feature by feature. */
  readonly hashes: string;
  readonly rarity: string;
  readonly steps: string;
  readonly weights: string;
}

export interface Model {
  readonly classes: readonly string[];
  readonly bias: Float32Array;
  /** Row of a feature, or -1. */
  rowOf(hash: number): number;
  readonly rarity: Float32Array;
  readonly steps: Float32Array;
  readonly weights: Int8Array;
}

let made: Model | null = null;

/** The shipped model. */
export function theModel(): Model {
  made ??= unpack(packed as Packed);
  return made;
}

export function unpack(packed: Packed): Model {
  const hashes = new Int32Array(bytes(packed.hashes));
  const steps = new Float32Array(bytes(packed.steps));
  const weights = new Int8Array(bytes(packed.weights));
  const rarity = Float32Array.from(new Uint8Array(bytes(packed.rarity)), (byte) => (byte / 255) * packed.rarityTop);
  // An open-addressing table, half empty.
  let slots = 1024;
  while (slots < hashes.length * 2) slots *= 2;
  const keys = new Int32Array(slots);
  const rows = new Int32Array(slots).fill(-1);
  const mask = slots - 1;
  for (let row = 0; row < hashes.length; row++) {
    let at = mix(hashes[row]!) & mask;
    while (rows[at] !== -1) at = (at + 1) & mask;
    keys[at] = hashes[row]!;
    rows[at] = row;
  }
  return {
    classes: packed.classes,
    bias: Float32Array.from(packed.bias),
    rarity,
    steps,
    weights,
    rowOf: (hash) => {
      for (let at = mix(hash) & mask; ; at = (at + 1) & mask) {
        const row = rows[at]!;
        if (row === -1 || keys[at] === hash) return row;
      }
    },
  };
}

const mix = (hash: number): number => Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 4;

function bytes(text: string): ArrayBuffer {
  const buffer = Buffer.from(text, 'base64');
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength) as ArrayBuffer;
}
