/** How large a query may be. Beyond these it is refused in words, so that no query can hold up the others. */
export const limits = {
  /** UTF-16 units of the query. */
  length: 200_000,
  /** Words, tags, handles and fields. */
  terms: 10_000,
  /** Brackets and NOTs inside one another. */
  depth: 50,
  /** Words of one phrase. */
  phrase: 50,
  /** Words apart for NEAR. */
  near: 100,
  /** Words and phrases on one side of NEAR. */
  nearChoices: 100,
  /** Letters before a *. */
  prefix: 2,
  /** Mistakes told at once. */
  mistakes: 20,
} as const;
