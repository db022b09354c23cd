/** A place for the contract test: a stand-in for a Mastodon server, read by looking. */
import { startFakeMastodon } from '../../../../test/servers/mastodon-streaming.ts';
import type { NetworkSample } from '../../sample.ts';
import { mastodon } from '../index.ts';

export const sample: NetworkSample = {
  network: mastodon,
  open: async () => {
    const server = await startFakeMastodon();
    const said = new Map<string, string>();
    return {
      settings: { server: server.url, what: 'public', token: '' },
      deadSettings: { server: 'http://127.0.0.1:1', what: 'public', token: '' },
      isOutside: true,
      say: (words) => void said.set(words, server.post(`<p>${words}</p>`).id),
      sayMarkup: (html) => void server.post(html),
      takeBack: (words) => server.remove(said.get(words) ?? ''),
      close: () => server.stop(),
    };
  },
};
