/** Which of many standing queries does a post answer? Parse a query, add it to a matcher, show it every post. */
export type { Explained, Place, Reason } from './explain.ts';
export { type ParseOptions, parseQuery } from './language.ts';
export { limits } from './limits.ts';
export { buildMatcher, type Matcher, type MatcherOptions, type MatcherStats } from './match.ts';
export { buildSlowMatcher, type SlowMatcher } from './slow.ts';
export type { Mistake, Note, Parsed, ParsedQuery, QueryPost } from './tree.ts';
