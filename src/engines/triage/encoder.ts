/**
 * A sentence encoder: what a post says as a whole, where the words alone mislead. Two transformer layers (Vaswani and others,
 * 2017) in the shape of the Universal Sentence Encoder's light model (Cer and others, 2018), whose public weights it began from
 * and which was then taught the triage codes. Pure: the same text gives the same scores on every machine, for all sums are
 * made in one order in 32-bit floats.
 */
import { KERNEL } from './kernel.generated.ts';
import { buildPieces, type Pieces } from './pieces.ts';

/** Pieces of words that are read at once, and how many such windows of a long post. */
const WINDOW = 100;
const WINDOWS = 6;
const HEADS = 4;

export interface Encoder {
  readonly classes: readonly string[];
  /** One score for each class, before softmax, written into `out`. */
  score(text: string, out: Float32Array): void;
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where its 8-bit numbers begin, and its steps: one for each column, or for each row where `byRow`. Null: 32-bit floats. */
  readonly at: number;
  readonly steps: number | null;
  readonly byRow?: boolean;
}

interface Header {
  readonly classes: readonly string[];
  readonly pieces: readonly (readonly [string, number])[];
  readonly tensors: readonly Tensor[];
}

/** A matrix in the kernel's memory: where its panels and its bias are, in bytes. */
interface Matrix {
  readonly at: number;
  readonly bias: number;
  readonly k: number;
  readonly m: number;
}

/** Places in bytes; the panels and shapes are told in kernel.wat. */
export type Multiply = (a: number, b: number, bias: number, c: number, n: number, k: number, m: number) => void;

/**
 * `bytes` as `scripts/triage-encoder/train.py` writes them. Throws RangeError when they are cut short. `kernel` multiplies in the
 * memory that it is given; a test hands in a plain loop to judge the fast one by.
 */
export function buildEncoder(
  bytes: Uint8Array,
  kernel: (memory: WebAssembly.Memory) => Multiply = instantiate,
): Encoder {
  const { header, data } = open(bytes);
  const pieces: Pieces = buildPieces(header.pieces);
  const tensor = (name: string) => header.tensors.find((one) => one.name === name)!;
  const floats = (name: string) => readFloats(data, tensor(name));
  const memory = new WebAssembly.Memory({ initial: pagesFor(header.tensors) });
  const multiply = kernel(memory);
  const f32 = new Float32Array(memory.buffer);
  let used = 16;
  const take = (count: number): number => {
    const at = used;
    used += Math.ceil(count / 4) * 4;
    return at;
  };
  const matrix = (name: string, bias: string): Matrix => {
    const { shape } = tensor(name);
    const [k, m] = [shape[0]!, shape[1]!];
    const at = take(k * m);
    const biasAt = take(m);
    putPanels(readFloats(data, tensor(name)), k, m, f32.subarray(at, at + k * m));
    f32.set(floats(bias), biasAt);
    return { at: at * 4, bias: biasAt * 4, k, m };
  };
  const layers = [0, 1].map((i) => ({
    norm1: [floats(`${i}.norm1.scale`), floats(`${i}.norm1.bias`)] as const,
    norm2: [floats(`${i}.norm2.scale`), floats(`${i}.norm2.bias`)] as const,
    qkv: matrix(`${i}.qkv`, `${i}.qkv.bias`),
    out: matrix(`${i}.out`, `${i}.out.bias`),
    wide: matrix(`${i}.wide`, `${i}.wide.bias`),
    narrow: matrix(`${i}.narrow`, `${i}.narrow.bias`),
    residual: i === 0 ? matrix('0.residual', '0.residual.bias') : null,
  }));
  const hidden = matrix('hidden', 'hidden.bias');
  const head = matrix('head', 'head.bias');
  const embedding = tensor('embedding');
  const turns = floats('turns');
  const rows = WINDOW + 4;
  const [x, y, wide, out] = [take(rows * 512), take(rows * 512), take(rows * 1536), take(rows * 512)];
  const times = (a: number, by: Matrix, c: number, n: number): void =>
    multiply(a * 4, by.at, by.bias, c * 4, n, by.k, by.m);
  const C = header.classes.length;

  return {
    classes: header.classes,
    score: (text, scores) => {
      const ids = pieces.cut(text);
      scores.fill(Number.NEGATIVE_INFINITY);
      for (let w = 0; w < WINDOWS && (w === 0 || w * WINDOW < ids.length); w++) {
        const at = window(ids.slice(w * WINDOW, (w + 1) * WINDOW));
        // A long post may say it anywhere: each code keeps its strongest window.
        for (let c = 0; c < C; c++) scores[c] = Math.max(scores[c]!, f32[at + c]!);
      }
    },
  };

  /** Reads one window and answers where its scores stand. */
  function window(ids: readonly number[]): number {
    const n = Math.max(1, ids.length);
    const padded = Math.ceil(n / 4) * 4;
    f32.fill(0, x, x + padded * 256);
    ids.forEach((id, i) => {
      embed(id, i);
    });
    let width = 256;
    for (const layer of layers) {
      normalise(x, y, padded, width, layer.norm1);
      times(y, layer.qkv, wide, padded);
      attend(wide, y, n, padded, width);
      times(y, layer.out, out, padded);
      if (layer.residual) {
        times(x, layer.residual, y, padded);
        f32.copyWithin(x, y, y + padded * 512);
      }
      width = 512;
      add(x, out, padded * width);
      normalise(x, y, padded, width, layer.norm2);
      times(y, layer.wide, wide, padded);
      for (let i = wide; i < wide + padded * 1536; i++) if (f32[i]! < 0) f32[i] = 0;
      times(wide, layer.narrow, out, padded);
      add(x, out, padded * width);
    }
    f32.fill(0, wide, wide + 4 * 1024);
    f32.fill(0, y, y + 4 * 512);
    for (let i = 0; i < n; i++) for (let d = 0; d < 512; d++) f32[y + d]! += f32[x + i * 512 + d]! / n;
    times(y, hidden, out, 4);
    for (let d = 0; d < 512; d++) {
      f32[wide + d] = Math.tanh(f32[out + d]!);
      f32[wide + 512 + d] = f32[y + d]!;
    }
    times(wide, head, out, 4);
    return out;
  }

  /** A piece's own vector twice, as the public model has it, and its place as sines and cosines. */
  function embed(id: number, i: number): void {
    const step = data.getFloat32(embedding.steps! + id * 4, true);
    const at = embedding.at + id * 256;
    const row = x + i * 256;
    for (let d = 0; d < 128; d++) {
      const angle = i * turns[d]!;
      f32[row + d] = 2 * step * data.getInt8(at + d) + Math.sin(angle);
      f32[row + 128 + d] = 2 * step * data.getInt8(at + 128 + d) + Math.cos(angle);
    }
  }

  function add(to: number, from: number, count: number): void {
    for (let i = 0; i < count; i++) f32[to + i]! += f32[from + i]!;
  }

  /** Ba and others, 2016. */
  function normalise(
    from: number,
    to: number,
    n: number,
    width: number,
    [scale, bias]: readonly [Float32Array, Float32Array],
  ): void {
    for (let i = 0; i < n; i++) {
      const at = from + i * width;
      let mean = 0;
      for (let d = 0; d < width; d++) mean += f32[at + d]!;
      mean /= width;
      let spread = 0;
      for (let d = 0; d < width; d++) spread += (f32[at + d]! - mean) ** 2;
      const by = 1 / Math.sqrt(spread / width + 1e-6);
      for (let d = 0; d < width; d++) f32[to + i * width + d] = (f32[at + d]! - mean) * by * scale[d]! + bias[d]!;
    }
  }

  /** Scaled dot-product attention of every piece to every other. `from` has query, key and value side by side. */
  function attend(from: number, to: number, n: number, padded: number, width: number): void {
    const each = width / HEADS;
    const by = 1 / Math.sqrt(each);
    const share = new Float32Array(n);
    f32.fill(0, to, to + padded * width);
    for (let h = 0; h < HEADS; h++)
      for (let i = 0; i < n; i++) {
        const q = from + i * width * 3 + h * each;
        let most = Number.NEGATIVE_INFINITY;
        for (let j = 0; j < n; j++) {
          const k = from + j * width * 3 + width + h * each;
          let dot = 0;
          for (let d = 0; d < each; d++) dot += f32[q + d]! * f32[k + d]!;
          share[j] = dot * by;
          most = Math.max(most, share[j]!);
        }
        let sum = 0;
        for (let j = 0; j < n; j++) {
          share[j] = Math.exp(share[j]! - most);
          sum += share[j]!;
        }
        const target = to + i * width + h * each;
        for (let j = 0; j < n; j++) {
          const v = from + j * width * 3 + 2 * width + h * each;
          const weight = share[j]! / sum;
          for (let d = 0; d < each; d++) f32[target + d]! += weight * f32[v + d]!;
        }
      }
  }
}

function open(bytes: Uint8Array): { header: Header; data: DataView } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  const start = bytes.byteOffset + 4 + length;
  return { header, data: new DataView(bytes.buffer, start, bytes.byteLength - 4 - length) };
}

function readFloats(data: DataView, { shape, at, steps, byRow }: Tensor): Float32Array {
  const columns = shape.at(-1)!;
  const count = shape.reduce((a, b) => a * b, 1);
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++)
    out[i] =
      steps === null
        ? data.getFloat32(at + i * 4, true)
        : data.getInt8(at + i) * data.getFloat32(steps + (byRow ? Math.floor(i / columns) : i % columns) * 4, true);
  return out;
}

/** Rows of eight columns each, so that the kernel reads straight on. */
function putPanels(from: Float32Array, k: number, m: number, to: Float32Array): void {
  let at = 0;
  for (let j = 0; j < m; j += 8)
    for (let p = 0; p < k; p++) {
      to.set(from.subarray(p * m + j, p * m + j + 8), at);
      at += 8;
    }
}

/** Room for every matrix and for what is being read, in pages of 64 KiB. */
function pagesFor(tensors: readonly Tensor[]): number {
  const count = tensors
    .filter(({ name }) => name !== 'embedding')
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 4), 16);
  return Math.ceil(((count + (WINDOW + 8) * (512 * 3 + 1536)) * 4) / 65_536);
}

function instantiate(memory: WebAssembly.Memory): Multiply {
  const code = Uint8Array.from(atob(KERNEL), (letter) => letter.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } }).exports.multiply as Multiply;
}
