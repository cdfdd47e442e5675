import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildProgram } from '../../scripts/build.mjs';

it('the bundle holds no tools for developers that look for a server, whatever DEV says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'intorch-bundle-'));
  try {
    await buildProgram(folder);
    const chunks = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.filter((text) => /DevTools server|connectToDevTools|8097/.test(text))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
