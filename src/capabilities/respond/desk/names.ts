/** Names of colleagues stay out of the desk: hidden in what others wrote, and refused in what we write ourselves. */
import { deskWording as say } from './wording.ts';

/** First and last name, or more: a single word may be any word. */
const isWhole = (name: string) => name.trim().split(/\s+/).length > 1;

function patternOf(names: readonly string[]): RegExp | null {
  const wanted = names.filter(isWhole).map((name) =>
    name
      .normalize('NFC')
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s._-]*'),
  );
  // The longest first, or "Ann Lee" would leave the rest of "Ann Lee-Smith" standing.
  wanted.sort((a, b) => b.length - a.length);
  return wanted.length === 0 ? null : new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

export function hideNames(text: string, names: readonly string[]): string {
  const pattern = patternOf(names);
  return pattern === null ? text : text.normalize('NFC').replace(pattern, say.hiddenName);
}

export function hasName(text: string, names: readonly string[]): boolean {
  return patternOf(names)?.test(text.normalize('NFC')) ?? false;
}
