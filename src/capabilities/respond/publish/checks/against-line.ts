/** A draft held against the line to take: what contradicts it, what it does not say, what nobody agreed to promise. */
import { readWords } from '#engines/text';
import { type Fact, factsOf } from './facts.ts';
import type { Flag } from './flag.ts';

export function againstLine(text: string, line: string, part = 0): readonly Flag[] {
  const said = factsOf(line);
  const lineWords = ` ${readWords(line).join(' ')} `;
  return factsOf(text).flatMap((fact): Flag[] => {
    if (isSaid(fact, said, lineWords, text)) return [];
    const instead = said.find((other) => contradicts(fact, other));
    return [
      {
        code: fact.kind,
        level: 'look',
        part,
        start: fact.start,
        end: fact.end,
        found: fact.found,
        ...(instead ? { against: 'other-in-line', instead: instead.found } : { against: 'not-in-line' }),
      },
    ];
  });
}

function isSaid(fact: Fact, said: readonly Fact[], lineWords: string, text: string): boolean {
  // What the line says of the same kind counts; a promise counts only with the same words behind it.
  if (fact.kind === 'promise') {
    const rest = readWords(text.slice(fact.start, fact.end + 60)).slice(0, readWords(fact.found).length + 2);
    return lineWords.includes(` ${rest.join(' ')} `);
  }
  if (fact.kind === 'name') {
    const words = readWords(fact.found);
    // A sentence begins with a capital as well: "Call Mill Lane" names Mill Lane.
    return [words, words.slice(1)].some((some) => some.length > 0 && lineWords.includes(` ${some.join(' ')} `));
  }
  if (fact.kind === 'date')
    return said.some(
      (other) => other.kind === 'date' && (other.value.endsWith(fact.value) || fact.value.endsWith(other.value)),
    );
  if (fact.kind === 'figure')
    return said.some((other) => other.kind === 'figure' && other.value === fact.value && isSameThing(fact, other));
  return said.some((other) => other.kind === fact.kind && other.value === fact.value);
}

const isSameThing = (one: Fact, other: Fact) => one.of === '' || other.of === '' || one.of === other.of;

/** The same kind of fact about the same thing, with another value. */
function contradicts(fact: Fact, other: Fact): boolean {
  if (fact.kind !== other.kind || fact.value === other.value) return false;
  if (fact.kind === 'figure') return unitOf(fact) === unitOf(other) && isSameThing(fact, other);
  return fact.kind === 'date' || fact.kind === 'time';
}

const unitOf = (fact: Fact) => fact.value.replace(/[\d.]+/, '');
