/** How urgent each code is, from the triage taxonomy (domain rules, section C). */
import type { Severity } from './verdict.ts';

export interface CodeRule {
  readonly usual: Severity;
  /** The lowest the taxonomy lets an unsure verdict fall to. */
  readonly unsure: Severity;
  /** Said of the learned part: "Reads like posts about ...". */
  readonly about: string;
}

/**
 * A doubt about safety goes up, a doubt about reputation goes down: T1 to T5 keep their level however unsure, and a hunt for
 * staff stays S3. The others fall to S4 while unsure, where the desk still sees them and nobody is woken.
 */
export const CODES: Readonly<Record<string, CodeRule>> = {
  T0: { usual: 'S5', unsure: 'S5', about: 'something that is not about the organisation' },
  T1: { usual: 'S1', unsure: 'S1', about: 'a threat to life' },
  T2: { usual: 'S1', unsure: 'S1', about: 'suicide or self-harm' },
  T3: { usual: 'S1', unsure: 'S1', about: 'a child or adult at risk' },
  T4: { usual: 'S2', unsure: 'S2', about: 'wrongdoing told by somebody inside' },
  T5: { usual: 'S1', unsure: 'S1', about: 'secret or operational material' },
  T6: { usual: 'S2', unsure: 'S4', about: 'personal data that got out' },
  T7: { usual: 'S2', unsure: 'S4', about: 'a confidential paper that got out' },
  T8: { usual: 'S2', unsure: 'S3', about: 'staff being abused or hunted' },
  T9: { usual: 'S2', unsure: 'S4', about: 'hate aimed at staff' },
  T10: { usual: 'S2', unsure: 'S4', about: 'a false identity' },
  T11: { usual: 'S5', unsure: 'S5', about: 'a joke or parody' },
  T12: { usual: 'S3', unsure: 'S4', about: 'an organised falsehood' },
  T13: { usual: 'S3', unsure: 'S4', about: 'a claim that needs a check' },
  T14: { usual: 'S3', unsure: 'S4', about: 'criticism that is spreading fast' },
  T15: { usual: 'S5', unsure: 'S5', about: 'criticism or opinion' },
  T16: { usual: 'S4', unsure: 'S4', about: 'a fault or a request for a service' },
  T17: { usual: 'S4', unsure: 'S4', about: 'a complaint' },
  T18: { usual: 'S4', unsure: 'S4', about: 'a request for information' },
  T19: { usual: 'S3', unsure: 'S4', about: 'a question from the press' },
  T20: { usual: 'S3', unsure: 'S4', about: 'a crime or something witnessed' },
  T21: { usual: 'S2', unsure: 'S4', about: 'something a court protects' },
  T22: { usual: 'S3', unsure: 'S4', about: 'the conduct of a member of staff' },
  T23: { usual: 'S4', unsure: 'S4', about: 'a slip by a member of staff' },
  T24: { usual: 'S4', unsure: 'S4', about: 'staff who speak for the organisation without that role' },
  T25: { usual: 'S3', unsure: 'S4', about: 'politics or an office-holder' },
  T26: { usual: 'S2', unsure: 'S4', about: 'phishing, a hijacked account or a weak spot' },
  T27: { usual: 'S2', unsure: 'S4', about: 'tension or disorder' },
  T28: { usual: 'S3', unsure: 'S4', about: 'a book or talk by former staff' },
  T29: { usual: 'S5', unsure: 'S5', about: 'thanks or praise' },
};

const ORDER: readonly Severity[] = ['S1', 'S2', 'S3', 'S4', 'S5'];

/** The more urgent of two. */
export const stricter = (a: Severity, b: Severity): Severity => (ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b);

/** The usual severity of a code. */
export const severityOfCode = (code: string): Severity => CODES[code]?.usual ?? 'S5';
