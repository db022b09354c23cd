/** The index of the matcher in WebAssembly: `core/core.ts` does the work, this hands it texts, terms and programs. */
import { entryOf, foldedOf, seenAs, sitesOf } from '#engines/text';
import { FIELDS, readAbout } from './about.ts';
import { guessCommonness } from './common.ts';
import { compile, type Naming } from './compile.ts';
import { CORE } from './core.generated.ts';
import { ENOUGH, type Index, type MatcherOptions, NOTHING } from './match-index.ts';
import { larger } from './terms.ts';
import { type Node, type ParsedQuery, type Placed, type QueryPost, TITLE_GAP } from './tree.ts';

interface Core {
  readonly memory: WebAssembly.Memory;
  entriesAt(): number;
  settle(): void;
  scratchAt(): number;
  find(size: number, isPrefix: number): number;
  intern(size: number, isPrefix: number): number;
  termsHeld(): number;
  seenOf(term: number): number;
  setSeen(term: number, posts: number): void;
  setPlaced(term: number): void;
  setWantsSites(wants: number): void;
  textFor(size: number): number;
  begin(): void;
  read(size: number): void;
  gap(positions: number): void;
  noteAt(size: number, at: number, behind: number): void;
  finish(): number;
  match(size: number): number;
  hitsAt(): number;
  verifiedLast(): number;
  addSlot(): number;
  codeFor(size: number): number;
  codeSizeNow(): number;
  hang(term: number, slot: number, program: number, entry: number, need: number, isOneOf: number): void;
  takeOff(slot: number): void;
  bytes(): number;
}

const SURE = -1;
/** UTF-16 units that the scratch of the core takes. */
const SCRATCH = 2048;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

let compiled: WebAssembly.Module | null = null;

export function buildCoreIndex(options: MatcherOptions, postsBefore: number, before: Index | null): Index {
  compiled ??= new WebAssembly.Module(Buffer.from(CORE, 'base64'));
  let posts = postsBefore;
  let retired = 0;
  // Views of the core's memory; it grows, and then they must be made again.
  let bytes = new Uint8Array(0);
  let units = new Uint16Array(0);
  let ints = new Int32Array(0);
  const refresh = (): void => {
    if (bytes.buffer === core.memory.buffer) return;
    bytes = new Uint8Array(core.memory.buffer);
    units = new Uint16Array(core.memory.buffer);
    ints = new Int32Array(core.memory.buffer);
  };
  const writeUnits = (text: string, at: number): number => {
    refresh();
    for (let i = 0; i < text.length; i++) units[(at >> 1) + i] = text.charCodeAt(i);
    return text.length;
  };
  const host = {
    learn(point: number): number {
      refresh();
      const entry = entryOf(point);
      ints[(core.entriesAt() >> 2) + point] = entry;
      return entry;
    },
    several: (value: number, at: number) => writeUnits(foldedOf((value << 8) | 16), at),
    seen(point: number, at: number): number {
      const letters = seenAs(point);
      return letters === null ? -1 : writeUnits(letters, at);
    },
    sites(start: number, end: number, at: number, span: number): void {
      refresh();
      for (const site of sitesOf(decoder.decode(bytes.subarray(start, end)))) {
        core.noteAt(writeUnits(site, core.scratchAt()), at, at + span);
      }
    },
  };
  const core = new WebAssembly.Instance(compiled, {
    host,
    env: {
      abort: () => {
        throw new Error('the matcher ran out of memory');
      },
    },
  }).exports as unknown as Core;
  for (let code = 0; code < 128; code++) host.learn(code);
  core.settle();

  /** Which fields any query asks for; the others are not read. */
  const asked = new Set<string>();
  let since = new Float64Array(1024);
  let guesses = new Int32Array(1024);
  let known = 0;
  const ids: string[] = [];
  const queries: (ParsedQuery | null)[] = [];

  const naming: Naming = {
    numberOf(given, isPrefix) {
      const term = given.slice(0, SCRATCH);
      const number = core.intern(writeUnits(term, core.scratchAt()), isPrefix ? 1 : 0);
      if (number >= known) meet(number, term, isPrefix);
      return number;
    },
    commonness(number) {
      const watched = posts - since[number]!;
      return watched < ENOUGH ? guesses[number]! : (core.seenOf(number) * 1_000_000) / watched;
    },
  };

  function meet(number: number, term: string, isPrefix: boolean): void {
    known = number + 1;
    if (known > since.length) {
      const longer = new Float64Array(since.length * 2);
      longer.set(since);
      since = longer;
      guesses = larger(guesses, since.length);
    }
    for (const field of FIELDS) if (term.startsWith(field)) asked.add(field);
    if (asked.has('site:')) core.setWantsSites(1);
    const learnt = before?.learnt(term, isPrefix);
    core.setSeen(number, learnt?.seen ?? 0);
    since[number] = learnt?.since ?? posts;
    guesses[number] = options.frequencies?.(isPrefix ? `${term}*` : term) ?? guessCommonness(term, isPrefix);
  }

  /** The core keeps places only of terms that some phrase or NEAR asks for. */
  function placeTerms(node: Node): void {
    const place = (placed: Placed): void => {
      for (const item of placed.kind === 'phrase' ? placed.items : [placed])
        core.setPlaced(naming.numberOf(item.term, item.isPrefix));
    };
    if (node.kind === 'phrase') place(node);
    else if (node.kind === 'near') for (const side of [node.left, node.right]) side.forEach(place);
    else if (node.kind === 'not') placeTerms(node.of);
    else if (node.kind === 'and' || node.kind === 'or') node.of.forEach(placeTerms);
  }

  function noteTerm(term: string): void {
    if (term.length > SCRATCH / 2) return;
    core.noteAt(writeUnits(term, core.scratchAt()), -1, -1);
  }

  /** Writes a text where the core reads it; answers its bytes in UTF-8. */
  function give(text: string): number {
    // Three bytes a unit are always enough.
    const at = core.textFor(text.length * 3);
    if (bytes.buffer !== core.memory.buffer) refresh();
    return encoder.encodeInto(text, bytes.subarray(at, at + text.length * 3)).written;
  }

  function count(post: QueryPost): number {
    if (!post.title && asked.size === 0) return core.match(give(post.text));
    core.begin();
    if (post.title) {
      core.read(give(post.title));
      core.gap(TITLE_GAP);
    }
    core.read(give(post.text));
    if (asked.size > 0) readAbout(post, asked, noteTerm);
    return core.finish();
  }

  return {
    get terms() {
      return core.termsHeld();
    },
    get retired() {
      return retired;
    },
    get verified() {
      return core.verifiedLast();
    },
    add(id, query) {
      const program = compile(query.root, naming);
      if (!program.isSure) placeTerms(query.root);
      const slot = core.addSlot();
      ids.push(id);
      queries.push(query);
      let at = SURE;
      if (!program.isSure) {
        at = core.codeSizeNow();
        const place = core.codeFor(program.code.length) >> 2;
        refresh();
        ints.set(program.code, place);
      }
      const { anchors, entry, need } = program;
      for (const anchor of anchors) core.hang(anchor, slot, at, entry, need, anchors.length > 1 ? 1 : 0);
      return slot;
    },
    retire(slot) {
      core.takeOff(slot);
      queries[slot] = null;
      ids[slot] = '';
      retired += 1;
    },
    queryAt: (slot) => queries[slot] ?? null,
    match(post) {
      posts += 1;
      const hits = count(post);
      if (hits === 0) return NOTHING;
      refresh();
      const first = core.hitsAt() >> 2;
      const answer: string[] = new Array(hits);
      for (let i = 0; i < hits; i++) answer[i] = ids[ints[first + i]!]!;
      return answer;
    },
    learnt(term, isPrefix) {
      const number = core.find(writeUnits(term.slice(0, SCRATCH), core.scratchAt()), isPrefix ? 1 : 0);
      return number < 0 ? null : { seen: core.seenOf(number), since: since[number]! };
    },
    settle() {
      before = null;
    },
    bytes: () => core.bytes() + since.byteLength + guesses.byteLength,
  };
}
