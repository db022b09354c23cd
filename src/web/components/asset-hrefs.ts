// Where the style sheet and the script of this build are, by the manifest that the build wrote.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface AssetHrefs {
  css: string;
  js: string;
  icon: string;
}

let known: AssetHrefs | undefined;

/** Read once. Before the first build the names are without their hash, so that pages can be drawn in tests. */
export function assetHrefs(): AssetHrefs {
  known ??= readManifest() ?? { css: '/assets/foreword.css', js: '/assets/foreword.js', icon: '/assets/mark.svg' };
  return known;
}

/** The folder that is served under /assets/, whether this file runs from src/ or from the bundle in dist/. */
export function assetFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let steps = 0; steps < 6; steps += 1) {
    try {
      readFileSync(join(folder, 'package.json'));
      return join(folder, 'dist/assets');
    } catch {
      folder = dirname(folder);
    }
  }
  return join(process.cwd(), 'dist/assets');
}

function readManifest(): AssetHrefs | undefined {
  try {
    const manifest = JSON.parse(readFileSync(join(assetFolder(), 'manifest.json'), 'utf8')) as Record<string, string>;
    const { css, js, icon } = manifest;
    return css && js && icon ? { css: `/assets/${css}`, js: `/assets/${js}`, icon: `/assets/${icon}` } : undefined;
  } catch {
    return undefined;
  }
}
