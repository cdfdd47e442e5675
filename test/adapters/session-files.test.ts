import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSessionFiles } from '../../src/adapters/session-files.ts';
import type { Files } from '../../src/ports/world.ts';
import { temporaryFolder } from '../support/repository.ts';
import { underUmask } from '../support/umask.ts';

async function setUp() {
  const outside = await temporaryFolder();
  const root = join(outside, 'session');
  mkdirSync(root);
  return { root, outside, files: createSessionFiles(root) };
}

/** Everything that can be done with a path. */
function usesOf(files: Files, path: string, text: string) {
  return [
    () => files.read(path),
    () => files.write(path, text),
    () => files.remove(path),
    () => files.startLog(path),
  ];
}

describe('the files of a session', () => {
  it('are written whole, read and removed', async () => {
    const { root, files } = await setUp();

    await files.write('reports/deep/PLAN.md', 'größe 漢字\n');

    expect(await files.read('reports/deep/PLAN.md')).toBe('größe 漢字\n');
    expect(files.absolute('reports/deep/PLAN.md')).toBe(join(root, 'reports/deep/PLAN.md'));
    expect(readdirSync(join(root, 'reports/deep'))).toEqual(['PLAN.md']);

    await files.remove('reports/deep/PLAN.md');
    await files.remove('reports/deep/PLAN.md');
    expect(await files.read('reports/deep/PLAN.md')).toBeNull();
  });

  it('are for their owner alone', async () => {
    const { root, files } = await setUp();

    await underUmask(0, () => files.write('reports/a.md', 'a'));

    expect(statSync(join(root, 'reports')).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, 'reports/a.md')).mode & 0o777).toBe(0o600);
  });

  it.each(['', '.', '..', '../x', 'a/../../x', '/etc/passwd', 'a\0b', 'logs/../..'])(
    'have no path %j',
    async (path) => {
      const { outside, files } = await setUp();
      writeFileSync(join(outside, 'x'), 'secret');

      for (const use of usesOf(files, path, 'x')) {
        await expect(use()).rejects.toMatchObject({ code: 'REFUSED' });
      }
      expect(() => files.absolute(path)).toThrow('leaves the folder of the session');
      expect(readFileSync(join(outside, 'x'), 'utf8')).toBe('secret');
    },
  );

  it.each([
    ['a file', 'link', 'x'],
    ['a folder', 'folder/x', '.'],
  ])('are not reached through a link to %s outside', async (_what, path, to) => {
    const { root, outside, files } = await setUp();
    writeFileSync(join(outside, 'x'), 'secret');
    symlinkSync(join(outside, to), join(root, path.split('/')[0] ?? ''));

    for (const use of usesOf(files, path, 'y')) {
      await expect(use()).rejects.toMatchObject({
        code: 'REFUSED',
        message: `The path "${path}" goes through a symbolic link`,
      });
    }
    expect(readFileSync(join(outside, 'x'), 'utf8')).toBe('secret');
  });

  it('say why one cannot be written', async () => {
    const { root, files } = await setUp();
    writeFileSync(join(root, 'reports'), 'in the way');

    await expect(files.write('reports/a.md', 'a')).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
  });
});

describe('a log', () => {
  it('begins empty, without the parts of an earlier one of its name', async () => {
    const { root, files } = await setUp();
    mkdirSync(join(root, 'logs'));
    for (const name of ['a.log', 'a.log.0000000009', 'a.log.0000000018.gz', 'a.log2.0000000009', 'b.log'])
      writeFileSync(join(root, 'logs', name), 'earlier');

    const log = await files.startLog('logs/a.log');

    expect(log).toBe(join(root, 'logs/a.log'));
    expect(readFileSync(log, 'utf8')).toBe('');
    expect(readdirSync(join(root, 'logs')).sort()).toEqual(['a.log', 'a.log2.0000000009', 'b.log']);
  });
});
