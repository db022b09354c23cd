/** What ASSURE holds: about whom, why, how long, then what. A table without a line here fails the build. */
import type { Hold } from '#web';

const nobody = (table: string, what: string, why: string, keep: string, then: string): Hold => ({
  table,
  what,
  about: 'nobody',
  why,
  keep,
  then,
});

const trailYears = '6 years and the current one';
const evidenceTime = '30 days, or as long as its incident is kept; while it is on hold, longer';

export const holds: readonly Hold[] = [
  nobody(
    'assure.signing_key',
    'Public keys that signed the record',
    'to check signatures',
    'as long as the database',
    'nothing',
  ),
  nobody(
    'assure.link',
    'Hashes that tie the entries of the record together',
    'so that a change shows',
    trailYears,
    'cut off, with a signed cut',
  ),
  nobody(
    'assure.head',
    'Signed ends of that chain',
    'so that a cut-off end shows',
    trailYears,
    'deleted with what they sign',
  ),
  nobody(
    'assure.cut',
    'Where old entries were cut off, signed',
    'so that the rest can still be checked',
    'as long as the database',
    'nothing',
  ),
  {
    table: 'assure.evidence',
    what: 'Where something public was, why it was captured and by whom; the list of its files, signed',
    about: 'members of the public who posted it; staff who captured it',
    why: 'to prove later what was said when',
    keep: evidenceTime,
    then: 'deleted, with a certificate',
  },
  {
    table: 'assure.evidence_file',
    what: 'Names, sizes and hashes of captured files',
    about: 'nobody by itself',
    why: 'to prove that they were not changed',
    keep: evidenceTime,
    then: 'deleted, with a certificate',
  },
  {
    table: 'assure.evidence_part',
    what: 'Captured posts and pages, sealed',
    about: 'members of the public who posted them',
    why: 'to prove later what was said when',
    keep: evidenceTime,
    then: 'deleted, with a certificate',
  },
  {
    table: 'assure.opening',
    what: 'Who asked to open sealed evidence, why, and who agreed',
    about: 'staff who open evidence',
    why: 'sensitive evidence is opened by two people together',
    keep: evidenceTime,
    then: 'deleted',
  },
  {
    table: 'assure.custody',
    what: 'Who captured, looked at, exported or released evidence, and why',
    about: 'staff who handle evidence',
    why: 'a court asks who had it in their hands',
    keep: trailYears,
    then: 'deleted',
  },
  {
    table: 'assure.evidence_hold',
    what: 'That evidence must not be deleted, by whom and why',
    about: 'staff who set a hold',
    why: 'an inquiry, a court or a request for records is open',
    keep: 'until it is lifted',
    then: 'deleted',
  },
  nobody(
    'assure.certificate',
    'That evidence was deleted, by which rule, with its hash',
    'to show that it went when it should',
    trailYears,
    'deleted',
  ),
];
