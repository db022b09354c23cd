/** Facebook: our own Page speaks. Nothing is read there. */
import type { Network } from '../network.ts';
import { nothingToRead, textOf } from '../speaking.ts';
import { buildCall, buildPublisher, understood, version } from './publish.ts';
import { pageOf, problems, publisherFields } from './settings.ts';

const coverage =
  'Sees only whether our own posts and comments stand on our own Page: no posts of others, no groups, no profiles, no messages. ' +
  'Built from the published reference and tested against a stand-in. Not yet verified against the live service.';

export const facebook: Network = {
  name: 'facebook',
  title: 'Facebook Page',
  grade: 'B',
  coverage,
  speaksOnly: true,
  terms:
    'Meta wants an app of your own with App Review and business verification. Only Pages that you run may be spoken for, never a personal profile. ' +
    'Versions of the interface run out after about two years: the self-test tells when another one answers.',
  fields: [],
  problems,
  open: (_settings, tools) => nothingToRead(coverage, tools),
  check: async (settings, tools) => {
    const page = pageOf(settings);
    if (page === null)
      return problems(settings).map(({ words }) => ({ name: 'Settings', isOk: false, words: `${words}.` }));
    const answer = await buildCall(page, tools)('GET', `${page.page}?fields=id,name`);
    const found = understood(answer);
    const answered = answer.ok ? (answer.headers['facebook-api-version'] ?? version) : version;
    return [
      {
        name: 'Sign in',
        isOk: found.ok,
        words: found.ok ? `Facebook let us in for the Page ${textOf(found.value.name)}.` : found.because,
      },
      {
        name: 'Version',
        isOk: answered === version,
        words:
          answered === version
            ? `It answers as ${version}.`
            : `It answers as ${answered} and not as ${version}. Foreword needs an update.`,
      },
      { name: 'Limit', isOk: true, words: `At most ${page.cap} posts are sent in a month.` },
    ];
  },
  publisherFields,
  publisher: (settings, tools) => {
    const page = pageOf(settings);
    return page === null ? null : buildPublisher(page, tools);
  },
};
