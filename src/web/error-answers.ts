/** What somebody sees whose request failed: a mistake of theirs in plain words, a fault of ours with a reference. */
import type { FastifyInstance } from 'fastify';
import { faultCodeOf, type Kit } from '#platform';
import * as errors from './errors.ts';
import { CentreLayout, ErrorPage, type ErrorPageProps } from './layout.tsx';

export function answerFaults(app: FastifyInstance, kit: Pick<Kit, 'log'>): void {
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    const plain = (words: ErrorPageProps) =>
      reply
        .code(status)
        .type('text/html; charset=utf-8')
        .send(CentreLayout({ title: words.title, children: ErrorPage(words) }));
    if (status === 429) return plain(errors.tooMany);
    if (status === 413) return plain(errors.tooLarge);
    if (status >= 400 && status < 500) return plain(errors.unreadable);
    const code = faultCodeOf(error);
    kit.log.error('web.request-failed', {
      reference: request.id,
      route: request.routeOptions.url ?? 'none',
      fault: code,
      error,
    });
    return reply
      .code(code === 'database-unreachable' ? 503 : 500)
      .type('text/html; charset=utf-8')
      .send(
        CentreLayout({
          title: 'Problem',
          children: ErrorPage(
            code === 'database-unreachable' ? errors.databaseAway(request.id) : errors.broken(request.id),
          ),
        }),
      );
  });
}
