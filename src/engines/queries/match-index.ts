/** What both indexes of the matcher are: the plain one in TypeScript and the fast one in WebAssembly. */
import type { ParsedQuery, QueryPost } from './tree.ts';

export interface MatcherOptions {
  /** Posts in a million that hold a term, where the caller knows better than the built-in guess. Undefined: not known. */
  readonly frequencies?: ((term: string) => number | undefined) | undefined;
  /** `plain` keeps to TypeScript; both give the same answers. Default: `compiled`. */
  readonly index?: 'compiled' | 'plain' | undefined;
}

/** Posts that a term must have been watched for before its count is believed. */
export const ENOUGH = 1_000;
export const NOTHING: readonly string[] = [];

export interface Index {
  readonly terms: number;
  readonly retired: number;
  /** Programs run for the last post. */
  readonly verified: number;
  add(id: string, query: ParsedQuery): number;
  retire(slot: number): void;
  queryAt(slot: number): ParsedQuery | null;
  match(post: QueryPost): readonly string[];
  /** Posts in a million that hold the term, if it was watched long enough. */
  learnt(term: string, isPrefix: boolean): { readonly seen: number; readonly since: number } | null;
  /** The old index is not needed any more. */
  settle(): void;
  bytes(): number;
}
