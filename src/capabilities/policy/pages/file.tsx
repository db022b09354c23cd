/** A version as one HTML file that needs nothing else: to send, to print, to put on another site. Names nobody. */
import { html } from '#components';
import type { Route } from '#web';
import type { Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, dayWords, live, retired } from './parts.tsx';

const style =
  'body{max-width:42em;margin:2em auto;padding:0 1em;font:1.1em/1.5 sans-serif;color:#111;background:#fff}h1{line-height:1.2}article{break-inside:avoid}.quiet{color:#555;font-size:.9em}';

export const versionFile = ({ versions }: Door): Route => ({
  method: 'GET',
  path: '/policy/versions/:id/file',
  may: 'see-policy',
  trace: 'policy-version-saved',
  answer: async (ask) => {
    const version = await versions.version(ask.asker, ask.params.id ?? '');
    if (!version || version.number === null) return null;
    return {
      status: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="policy-version-${version.number}.html"`,
      },
      body: `<!DOCTYPE html>\n${html(<File version={version} organisation={ask.organisation?.name ?? ''} />)}\n`,
    };
  },
});

function File({ version, organisation }: { version: Version; organisation: string }) {
  const title = `${organisation}: ${say.title}`;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <style>{style}</style>
      </head>
      <body>
        <h1>{title}</h1>
        <p class="quiet">{say.inForceSince(version.number ?? 0, dayWords(version.inForceFrom ?? ''))}</p>
        {version.kind === 'starter' ? <p>{say.starterSign}</p> : null}
        <h2>{say.whatChanged}</h2>
        <p>{version.whatChanged}</p>
        <h2>{say.principles}</h2>
        <ol>
          {version.principles.map((one) => (
            <li value={one.number}>
              <strong>{one.title}.</strong> {one.words}
            </li>
          ))}
        </ol>
        <h2>{say.clauses}</h2>
        {live(version).map((one) => (
          <article>
            <h3>
              {one.number}. {one.title}
            </h3>
            <p>{one.words}</p>
            <p class="quiet">
              {one.reason} {one.source}.
            </p>
          </article>
        ))}
        {retired(version).length > 0 ? <h2>{say.retired}</h2> : null}
        {retired(version).map((one) => (
          <p>
            {say.retiredLine(one.number, one.title)}. {one.retiredBecause}
          </p>
        ))}
        <p class="quiet">{say.notAdvice}</p>
      </body>
    </html>
  );
}
