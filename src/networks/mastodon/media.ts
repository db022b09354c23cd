/** Hands a picture with its description to the server, ahead of the post that shows it. */
import { createHash } from 'node:crypto';
import type { Draft, NetworkTools } from '../network.ts';
import type { Ask, Refusal } from './ask.ts';
import { fieldsOf, idOf, text } from './status.ts';

type Image = Draft['images'][number];
type Uploaded = { readonly ok: true; readonly id: string } | Refusal;

const uploadMs = 120_000;
const mostLooks = 60;

/** The newer address first, then the older one. Waits until the server has taken the picture in. */
export async function uploadImage(ask: Ask, image: Image, tools: NetworkTools): Promise<Uploaded> {
  const form = multipart(image);
  let answer = await ask.send('POST', '/api/v2/media', form);
  if (!answer.ok && answer.status === 404) answer = await ask.send('POST', '/api/v1/media', form);
  if (!answer.ok) return answer;
  const id = idOf(fieldsOf(answer.json)?.id);
  if (id === null) return refused('The server took the picture but did not say what it is called.');
  let described = text(fieldsOf(answer.json)?.description, 20_000);
  for (let looks = 0, status = answer.status; status === 202 || status === 206; looks += 1) {
    if (looks >= mostLooks) return refused('The server has not finished taking in the picture. Try again later.');
    await tools.wait(Math.min(1_000, tools.pollMs), new AbortController().signal);
    const look = await ask.get(`/api/v1/media/${encodeURIComponent(id)}`);
    if (!look.ok) return look;
    described = text(fieldsOf(look.json)?.description, 20_000);
    status = look.status;
  }
  if (described === image.alt) return { ok: true, id };
  const body = JSON.stringify({ description: image.alt });
  const put = await ask.send('PUT', `/api/v1/media/${encodeURIComponent(id)}`, {
    body,
    headers: { 'content-type': 'application/json' },
  });
  return put.ok ? { ok: true, id } : put;
}

/** RFC 7578. The boundary comes from the picture itself, so it cannot stand in it by chance. */
function multipart(image: Image) {
  const hash = createHash('sha256').update(image.bytes).update(image.alt).digest('hex');
  const boundary = `----picture-${hash.slice(0, 40)}`;
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(image.mime) ? image.mime : 'application/octet-stream';
  const ending = mime.split('/')[1]!.replace(/\+.*$/, '').replace('jpeg', 'jpg');
  const body = Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="description"\r\n\r\n${image.alt}\r\n`),
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="picture.${ending}"\r\n`),
    Buffer.from(`content-type: ${mime}\r\n\r\n`),
    image.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` }, timeoutMs: uploadMs };
}

function refused(words: string): Refusal {
  return { ok: false, code: 'broken', words, status: 200, waitMs: null, isStopped: false };
}
