/**
 * What the contract test needs of each network. A network folder exports it as `sample` from `samples/contract.ts`, and
 * `contract.test.ts` has a line for it. Test code only: the program never imports it.
 */
import type { Network, SourceSettings } from './network.ts';

export interface NetworkSample {
  readonly network: Network;
  /** Opens a place of its own for one test: a stand-in for the server, or a stage. */
  open(): Promise<SamplePlace>;
}

export interface SamplePlace {
  /** A source that shows what is said at this place. */
  readonly settings: SourceSettings;
  /** A source of the same kind where nobody answers. */
  readonly deadSettings: SourceSettings;
  /** True where a dead source is another place altogether, whose cursor means nothing at this one. */
  readonly isDeadElsewhere?: boolean;
  /** False for a stage of our own, where nobody else can write. */
  readonly isOutside: boolean;
  /** Makes one post appear that has these words in its text. */
  say(words: string): void;
  /** The same, with the words sent as markup the way this network sends it; null where a post is plain text. */
  readonly sayMarkup: ((html: string) => void) | null;
  /** Makes what was said in these words disappear; null where the network does not tell. */
  readonly takeBack: ((words: string) => void) | null;
  close(): Promise<void>;
}
