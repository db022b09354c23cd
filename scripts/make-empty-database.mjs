// Makes dist/empty-database: an initialised, empty PostgreSQL cluster that a first start copies instead of waiting for.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const target = new URL('../dist/empty-database', import.meta.url).pathname;
if (!existsSync(target)) {
  const half = `${target}.half`;
  rmSync(half, { recursive: true, force: true });
  const db = await PGlite.create({
    dataDir: half,
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'],
  });
  await db.query('select 1');
  await db.close();
  renameSync(half, target);
}
