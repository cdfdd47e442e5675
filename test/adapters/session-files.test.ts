import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessionFiles } from '../../src/adapters/session-files.ts';
import type { Files } from '../../src/ports/world.ts';
import { temporaryFolder } from '../support/repository.ts';
import { anyText } from '../support/states.ts';
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
    () => files.readFrom(path, 0, 9),
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

describe('following a file', () => {
  it('gives what is new since an offset', async () => {
    const { root, files } = await setUp();
    writeFileSync(join(root, 'log'), 'one\n');

    const first = await files.readFrom('log', 0, 100);
    appendFileSync(join(root, 'log'), 'two\n');

    expect(first).toEqual({ text: 'one\n', next: 4 });
    expect(await files.readFrom('log', first.next, 100)).toEqual({ text: 'two\n', next: 8 });
    expect(await files.readFrom('log', 8, 100)).toEqual({ text: '', next: 8 });
  });

  it('gives nothing of a file that is not there yet', async () => {
    const { files } = await setUp();

    expect(await files.readFrom('logs/later', 7, 100)).toEqual({ text: '', next: 7 });
  });

  it('never cuts a character, whatever the size of the pieces', async () => {
    const { root, files } = await setUp();
    await fc.assert(
      fc.asyncProperty(anyText, fc.integer({ min: 4, max: 9 }), async (text, size) => {
        writeFileSync(join(root, 'log'), text);

        let read = '';
        for (let offset = 0, next = -1; next !== offset; ) {
          if (next >= 0) offset = next;
          const part = await files.readFrom('log', offset, size);
          read += part.text;
          next = part.next;
        }

        expect(read).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on through bytes that are no text', async () => {
    const { root, files } = await setUp();
    writeFileSync(join(root, 'log'), Buffer.from([0xff, 0xe2, 0x82]));

    expect(await files.readFrom('log', 0, 100)).toEqual({ text: '\ufffd', next: 1 });
    expect((await files.readFrom('log', 0, 1)).next).toBe(1);
  });
});
