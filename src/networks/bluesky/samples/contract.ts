/** A place for the contract test: a small stream of ours that speaks the wire of the real one. */
import { startRelay } from '../../../../test/servers/bluesky/jetstream-relay.ts';
import type { NetworkSample } from '../../sample.ts';
import { bluesky } from '../index.ts';

const did = 'did:plc:northmereresident00000001';
const collection = 'app.bsky.feed.post';

export const sample: NetworkSample = {
  network: bluesky,
  open: async () => {
    const relay = await startRelay();
    const said = new Map<string, string>();
    return {
      settings: { stream: relay.url },
      deadSettings: { stream: 'ws://127.0.0.1:1' },
      isOutside: true,
      say: (words) => {
        const rkey = `3zcontract${String(said.size).padStart(3, '0')}`;
        said.set(words, rkey);
        const record = { $type: collection, text: words, langs: ['en'], createdAt: new Date().toISOString() };
        const cid = `bafyreicontract${rkey}`;
        relay.push({ did, kind: 'commit', operation: 'create', collection, rkey, cid, record });
      },
      sayMarkup: null,
      takeBack: (words) => {
        relay.push({ did, kind: 'commit', operation: 'delete', collection, rkey: said.get(words) ?? '' });
      },
      close: () => relay.stop(),
    };
  },
};
