/** The test that a person runs on a feed address before trusting it. */
import type { CheckStep, NetworkTools, SourceSettings } from '../network.ts';
import { look } from './look.ts';
import { postOf } from './post.ts';

export async function checkFeed(settings: SourceSettings, tools: NetworkTools): Promise<readonly CheckStep[]> {
  const url = (settings.url ?? '').trim();
  const found = await look({ url, etag: null, modified: null }, tools);
  if (found.kind === 'stopped') return [];
  if (found.kind === 'blind' || found.kind === 'unchanged') {
    const words =
      found.kind === 'blind' ? found.words : 'The website says that nothing changed, although we never asked before.';
    return [{ name: 'Read the feed', isOk: false, words }];
  }
  const { document, problems } = found.result;
  const steps: CheckStep[] = [
    {
      name: 'Read the feed',
      isOk: true,
      words: `The feed "${document.title?.value.slice(0, 200) ?? 'without a title'}" can be read.`,
    },
  ];
  if (found.movedTo !== null)
    steps.push({
      name: 'Address',
      isOk: false,
      words: `The feed has moved for good. Its new address is ${found.movedTo}`,
    });
  const [first] = document.items;
  const newest = document.items
    .map((item) => item.published ?? item.updated ?? '')
    .sort()
    .at(-1);
  steps.push({
    name: 'Find items',
    isOk: first !== undefined,
    words:
      first === undefined
        ? 'The feed has no items yet.'
        : `It shows ${document.items.length} items. The newest is ${newest ? `from ${newest.slice(0, 10)}` : 'without a date'}: "${postOf(first, document, url, tools.now()).title.slice(0, 120)}"`,
  });
  steps.push({
    name: 'Look for faults',
    isOk: problems.length === 0,
    words:
      problems.length === 0
        ? 'It is written as it should be.'
        : `${problems.length} fault${problems.length === 1 ? '' : 's'} did not stop us. The first: ${problems[0]!.words}${problems[0]!.where === '' ? '' : ` (${problems[0]!.where})`}`,
  });
  const isFast = document.hubs.length > 0;
  steps.push({
    name: 'News at once',
    isOk: true,
    words: isFast
      ? `The feed offers a hub (${document.hubs[0]}) that can tell us news at once.`
      : 'The feed offers no hub, so we look at it again and again.',
  });
  return steps;
}
