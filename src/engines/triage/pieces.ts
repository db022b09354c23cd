/**
 * Cuts a text into the pieces of words that the encoder knows: of all ways to cut it, the likeliest (T. Kudo, "Subword
 * regularization", 2018, the unigram model). What no piece fits becomes the unknown piece.
 */
export interface Pieces {
  /** Numbers of the pieces, in order. */
  cut(text: string): number[];
}

/** Stands for the gap before a word. */
const GAP = '▁';
const UNKNOWN = 0;
/** Numbers below this are marks, not pieces. */
const MARKS = 6;
/** The cost of a letter that no piece fits: worse than any piece. */
const UNKNOWN_SCORE = -30;

/** `vocabulary`: each piece with the logarithm of its share. */
export function buildPieces(vocabulary: readonly (readonly [string, number])[]): Pieces {
  const numbers = new Map<string, number>();
  let longest = 1;
  vocabulary.forEach(([piece], id) => {
    if (id < MARKS) return;
    numbers.set(piece, id);
    longest = Math.max(longest, piece.length);
  });
  return {
    cut: (text) => {
      const normal = text.normalize('NFKC');
      const whole = normal === '' ? '' : GAP + normal.replaceAll(' ', GAP);
      const size = whole.length;
      const best = new Float64Array(size + 1).fill(Number.NEGATIVE_INFINITY);
      const from = new Int32Array(size + 1);
      const piece = new Int32Array(size + 1).fill(UNKNOWN);
      best[0] = 0;
      for (let at = 0; at < size; at++) {
        if (best[at] === Number.NEGATIVE_INFINITY) continue;
        offer(at, at + 1, best[at]! + UNKNOWN_SCORE, UNKNOWN);
        for (let end = at + 1; end <= Math.min(size, at + longest); end++) {
          const id = numbers.get(whole.slice(at, end));
          if (id !== undefined) offer(at, end, best[at]! + vocabulary[id]![1], id);
        }
      }
      const ids: number[] = [];
      for (let end = size; end > 0; end = from[end]!) ids.push(piece[end]!);
      ids.reverse();
      // A run of unknown letters is one unknown piece.
      return ids.filter((id, i) => id !== UNKNOWN || ids[i - 1] !== UNKNOWN);

      function offer(at: number, end: number, score: number, id: number): void {
        if (score <= best[end]!) return;
        best[end] = score;
        from[end] = at;
        piece[end] = id;
      }
    },
  };
}
