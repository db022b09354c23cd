/** A place for the contract test: an empty stage on which things are said by hand. */
import { realWait } from '../../../../test/servers/network-tools.ts';
import type { NetworkSample } from '../../sample.ts';
import { buildRehearsal, buildStage } from '../index.ts';

const rehearsal = buildRehearsal();
const author = { handle: 'resident', name: 'A resident', followers: 3 };
let raised = 0;

export const sample: NetworkSample = {
  network: rehearsal,
  open: async () => {
    raised += 1;
    const name = `contract-${raised}`;
    const stage = buildStage({
      name,
      script: { sources: [{ name: 'square', title: 'The square' }], posts: [], outages: [] },
      now: () => new Date(),
      wait: realWait,
    });
    rehearsal.raise(stage);
    const said = new Map<string, string>();
    return {
      settings: { stage: name, source: 'square' },
      deadSettings: { stage: `${name}-gone`, source: 'square' },
      isOutside: false,
      say: (words) => {
        const outcome = stage.say({ source: 'square', author, text: words, lang: 'en' });
        if (!outcome.ok) throw new Error(outcome.because);
        said.set(words, outcome.value.id);
      },
      sayMarkup: null,
      takeBack: (words) => void stage.remove(said.get(words) ?? ''),
      close: async () => rehearsal.strike(name),
    };
  },
};
