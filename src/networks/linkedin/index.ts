/** LinkedIn: our own Page speaks. Nothing is read there. */
import type { Network } from '../network.ts';
import { nothingToRead, textOf } from '../speaking.ts';
import { buildCall, buildPublisher, understood } from './publish.ts';
import { pageOf, problems, publisherFields } from './settings.ts';

const coverage =
  'Sees only whether our own posts and comments stand on our own Page. There is no public search, and no profile is ever looked at. ' +
  'Written from the prose of the guides and tested against a stand-in. Not yet verified against the live service.';

export const linkedin: Network = {
  name: 'linkedin',
  title: 'LinkedIn Page',
  grade: 'C',
  coverage,
  speaksOnly: true,
  terms:
    'LinkedIn wants an app of your own with the Community Management product, which it signs off. Only Pages that you administer may be spoken for. ' +
    'Access tokens run out after 60 days, versions of the interface after about a year.',
  fields: [],
  problems,
  open: (_settings, tools) => nothingToRead(coverage, tools),
  check: async (settings, tools) => {
    const page = pageOf(settings);
    if (page === null)
      return problems(settings).map(({ words }) => ({ name: 'Settings', isOk: false, words: `${words}.` }));
    const number = page.urn.split(':').at(-1)!;
    const found = understood(await buildCall(page, tools)('GET', `organizations/${number}`));
    return [
      {
        name: 'Sign in',
        isOk: found.ok,
        words: found.ok ? `LinkedIn let us in for the Page ${textOf(found.value.localizedName)}.` : found.because,
      },
      { name: 'Version', isOk: found.ok, words: `Version ${page.version} is asked for.` },
      { name: 'Limit', isOk: true, words: `At most ${page.cap} posts are sent in a month.` },
    ];
  },
  publisherFields,
  publisher: (settings, tools) => {
    const page = pageOf(settings);
    return page === null ? null : buildPublisher(page, tools);
  },
};
