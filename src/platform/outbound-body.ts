/** Reads an answer's body: unpacked as the server packed it, and never more than was asked for. */
import { Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { OutboundError } from './outbound-error.ts';

/** Throws OutboundError `too-large` or `bad-encoding`; other faults of the stream come through as they are. */
export async function readBody(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
): Promise<Uint8Array> {
  // An error that arrives after we stopped reading must not end the program.
  body.on('error', () => {});
  try {
    const told = Number(headers['content-length']);
    if (told > maxBytes) throw tooLarge(maxBytes);
    const packed = await collect(body, maxBytes);
    let bytes = packed;
    const codings = (headers['content-encoding'] ?? '')
      .toLowerCase()
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '' && one !== 'identity');
    if (codings.length > 2) throw badEncoding('it is packed more than twice');
    for (const coding of codings.reverse()) bytes = bytes.length === 0 ? bytes : await unpack(bytes, coding, maxBytes);
    return bytes;
  } finally {
    body.destroy();
  }
}

async function unpack(bytes: Uint8Array, coding: string, maxBytes: number): Promise<Uint8Array> {
  const unpacker = unpackerFor(bytes, coding);
  unpacker.on('error', () => {});
  try {
    return await collect(Readable.from([bytes]).pipe(unpacker), maxBytes);
  } catch (fault) {
    if (fault instanceof OutboundError) throw fault;
    throw badEncoding('what arrived is damaged', fault);
  } finally {
    unpacker.destroy();
  }
}

function unpackerFor(bytes: Uint8Array, coding: string): Transform {
  // A cut-off stream gives what there is: the reader of the content can say more about it than we can.
  const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip(lenient);
  if (coding === 'br') return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
  if (coding === 'deflate') {
    // RFC 9110 means the zlib format; many servers send bare deflate. The first byte tells.
    const isZlib = (bytes[0]! & 0x0f) === 8 && ((bytes[0]! << 8) | (bytes[1] ?? 0)) % 31 === 0;
    return isZlib ? createInflate(lenient) : createInflateRaw(lenient);
  }
  throw badEncoding(`we cannot unpack "${coding.slice(0, 20)}"`);
}

async function collect(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    total += part.length;
    if (total > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function tooLarge(maxBytes: number): OutboundError {
  const size =
    maxBytes >= 1024 * 1024 ? `${Math.round(maxBytes / 1024 / 1024)} MB` : `${maxBytes.toLocaleString('en-GB')} bytes`;
  return new OutboundError('too-large', `The answer is larger than ${size}, which is the most we read.`);
}

function badEncoding(why: string, cause?: unknown): OutboundError {
  return new OutboundError(
    'bad-encoding',
    `The answer could not be unpacked: ${why}. The website must correct its Content-Encoding.`,
    { cause },
  );
}
