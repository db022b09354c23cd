/** Evidence of an incident: the posts of its stories, captured before they change, by the hands of ASSURE. */
import type { Assure, CaptureWish } from '#assure';
import type { Asker } from '#platform';
import type { Signal, Watch } from '#watch';
import { changeIncident, type Inside, refuse, writeMoment } from './change.ts';
import type { Incidents } from './door.ts';
import { refusals as say } from './wording.ts';

/** Of one story at once; near-copies say the same. */
const mostPosts = 20;

export type EvidenceActs = Pick<Incidents, 'captureEvidence' | 'evidence'>;

export function buildEvidenceActs(
  inside: Inside,
  needs: { readonly watch: Watch; readonly assure: Assure; readonly signals: Incidents['signals'] },
): EvidenceActs {
  const { watch, assure } = needs;

  async function wishes(asker: Asker, id: string): Promise<readonly CaptureWish[]> {
    const had = new Set((await assure.evidence.of(asker, { kind: 'incident', id })).map((one) => one.url));
    const wanted: CaptureWish[] = [];
    for (const { signalId } of await needs.signals(asker, id)) {
      // As this asker may see it: what their role does not open, they do not capture.
      const signal = await watch.signals.signal(asker, signalId);
      if (!signal) continue;
      const posts = (await watch.signals.posts(asker, signalId)).filter((post) => post.url !== null);
      for (const post of posts.slice(0, mostPosts)) {
        if (had.has(post.url!)) continue;
        had.add(post.url!);
        wanted.push({
          url: post.url!,
          raw: null,
          about: { kind: 'incident', id },
          why: say.evidenceWhy,
          ...careOf(signal),
        });
      }
    }
    return wanted;
  }

  return {
    evidence: (asker, id) => assure.evidence.of(asker, { kind: 'incident', id }),
    captureEvidence: async (asker, id) => {
      const wanted = await wishes(asker, id);
      return changeIncident<number>(inside, asker, id, { needs: 'work', isAfterwards: true }, async (tx) => {
        if (wanted.length === 0) return refuse(say.nothingToCapture);
        for (const wish of wanted) {
          const answer = await assure.evidence.captureIn(tx, asker, wish);
          if (!answer.ok) return answer;
        }
        await writeMoment(inside.kit, tx, asker, id, {
          what: 'evidence-asked',
          facts: { posts: String(wanted.length) },
        });
        return { ok: true, value: wanted.length, told: 'evidence' };
      });
    },
  };
}

/** The strictest of its codes decides: T5 is not kept, T6 and T7 are opened by two, T3 is about a child or an adult at risk. */
export function careOf(signal: Pick<Signal, 'code' | 'also'>): Pick<CaptureWish, 'code' | 'isProtected'> {
  const codes = [signal.code, ...signal.also];
  return {
    code: ['T5', 'T6', 'T7'].find((code) => codes.includes(code)) ?? signal.code,
    isProtected: codes.includes('T3') || codes.includes('T21'),
  };
}
