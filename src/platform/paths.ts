/** Where the package stands on disk, the same from `src/` (tests) and from the bundled `dist/`. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json was not found above the program');
    folder = above;
  }
  return folder;
}

export const packageRoot = findRoot();

/** Worker threads run from the built file, in tests too: a worker is not compiled on the fly. */
export function workerUrl(name: string): URL {
  return pathToFileURL(join(packageRoot, 'dist', 'workers', `${name}.js`));
}
