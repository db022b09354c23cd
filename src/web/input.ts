/** What a form sent, from either encoding, bounded by the server's limits. */
import type { FastifyRequest } from 'fastify';
import type { Input, UploadedFile } from './page.ts';

export async function readInput(request: FastifyRequest): Promise<Input> {
  const values: Record<string, string | string[]> = Object.create(null);
  const files: UploadedFile[] = [];
  const add = (name: string, value: string) => {
    const had = values[name];
    if (had === undefined) values[name] = value;
    else if (Array.isArray(had)) had.push(value);
    else values[name] = [had, value];
  };
  if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer();
        if (part.filename) files.push({ field: part.fieldname, name: part.filename.slice(0, 200), bytes });
      } else if (typeof part.value === 'string') add(part.fieldname, part.value);
    }
  } else {
    for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, unknown>)) {
      for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') add(name, one);
    }
  }
  // Line ends as people mean them; NUL cannot be kept by the database and is never meant.
  const clean = (value: string) => value.replace(/\r\n?/g, '\n').replaceAll('\u0000', '');
  for (const name of Object.keys(values)) {
    const value = values[name]!;
    values[name] = Array.isArray(value) ? value.map(clean) : clean(value);
  }
  return {
    values,
    files,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value.trim() : '';
    },
    list: (name) => {
      const value = values[name];
      return value === undefined ? [] : typeof value === 'string' ? [value] : value;
    },
  };
}
