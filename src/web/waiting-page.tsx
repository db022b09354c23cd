/** A page for the seconds in which no house is open: dressed by itself, since nobody serves a style sheet yet. */
import type { RequestListener } from 'node:http';
import { drawn, html } from './components/html.ts';
import { Mark } from './components/mark.tsx';

/** Seconds until the browser looks again, without script. */
const againSeconds = 2;

export interface WaitingWords {
  readonly title: string;
  readonly words: readonly string[];
}

/** Answers everything with 503: a page that looks again by itself for a browser, plain words for a program. */
export function waiting({ title, words }: WaitingWords): RequestListener {
  const page = drawn(`<!DOCTYPE html>${html(<WaitingPage title={title} words={words} />)}\n`);
  return (request, response) => {
    const isBrowser = /\btext\/html\b/.test(request.headers.accept ?? '');
    response.writeHead(503, {
      'content-type': `text/${isBrowser ? 'html' : 'plain'}; charset=utf-8`,
      'retry-after': String(againSeconds),
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      // A form that was sent is not sent again: looking again asks for the page.
      ...(isBrowser && isLooking(request.method) ? { refresh: String(againSeconds) } : {}),
    });
    response.end(isBrowser ? page : `${title}. ${words.join(' ')}\n`);
  };
}

const isLooking = (method: string | undefined) => method === 'GET' || method === 'HEAD';

// The colours of assets/_tokens.scss that a page this small needs.
const style = `
:root { color-scheme: light dark; --ink: #0d3b40; --page: #f7f5f0; --panel: #fff; --text: #14201f; --border: #d3cfc4; }
@media (prefers-color-scheme: dark) { :root { --ink: #081f22; --page: #0e1718; --panel: #152224; --text: #e8eeeb; --border: #32474a; } }
body { margin: 0; background: var(--page); color: var(--text); font: 19px/1.4 system-ui, sans-serif; }
header { display: flex; gap: 12px; align-items: center; padding: 14px 24px; border-bottom: 4px solid #f5a83c; background: var(--ink); color: #fff; font-weight: bold; font-size: 23px; }
svg { fill: #fff; } .fw-mark-logo__word { fill: #f5a83c; } .fw-mark-logo__lines { fill: #0d3b40; }
main { box-sizing: border-box; max-width: 34em; margin: 32px auto; padding: 12px 28px 16px; border: 1px solid var(--border); border-radius: 6px; background: var(--panel); }
h1 { margin: 16px 0; font-size: 28px; line-height: 1.15; }
@media (max-width: 40em) { main { margin: 16px; padding: 4px 18px 8px; } }
`;

function WaitingPage({ title, words }: WaitingWords) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <title>{`${title} - Foreword`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <style>{style}</style>
      </head>
      <body>
        <header>
          <Mark />
          Foreword
        </header>
        <main>
          <h1>{title}</h1>
          {words.map((paragraph) => (
            <p>{paragraph}</p>
          ))}
        </main>
      </body>
    </html>
  );
}
