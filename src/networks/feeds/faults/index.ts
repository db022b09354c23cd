/**
 * What is wrong with a feed, in words that its webmaster can act on.
 *
 * The codes are the names that the W3C Feed Validation Service uses, so that a webmaster can look them up there. We
 * judge what makes readers fail or differ; what is only unusual is left in peace.
 */

import { rootOf } from '../read-xml.ts';
import type { Tree } from '../tree.ts';
import type { Fault } from '../types.ts';
import { judgeAtom } from './atom.ts';
import { judgeDocument } from './document.ts';
import { judgeOpml } from './opml.ts';
import { buildReport } from './report.ts';
import { judgeRss } from './rss.ts';

export interface Source {
  readonly text: string;
  readonly encoding: string;
  readonly url: string | null;
}

export function judge(tree: Tree, source: Source): Fault[] {
  const report = buildReport();
  const root = rootOf(tree);
  judgeDocument(tree, root, source, report);
  const name = root?.local.toLowerCase();
  if (root === null) return report.faults;
  if (name === 'opml') judgeOpml(root, report);
  else if (name === 'feed' || name === 'entry') judgeAtom(root, source, report);
  else if (name === 'rss' || name === 'rdf' || name === 'channel') judgeRss(root, source, report);
  else if (name === 'service' || root.space === 'app') judgeAtom(root, source, report);
  else
    report.add(
      'undefined-element',
      root,
      `<${root.name}> is not the beginning of a feed. A feed begins with <rss>, <feed> or <rdf:RDF>.`,
    );
  return report.faults;
}
