import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepTemporaries, writeDurably } from '../../../src/adapters/disk/durable-write.ts';
import { makePrivateFolder } from '../../../src/adapters/disk/private-folder.ts';
import { temporaryFolder } from '../../support/repository.ts';
import { underUmask } from '../../support/umask.ts';

describe('a durable write', () => {
  it('replaces a file, with its mode and in its place', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old and longer', { mode: 0o644 });

    await underUmask(0o777, () => writeDurably(folder, 'a', Buffer.from('new')));

    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new');
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('replaces a symbolic link and leaves what it points at', async () => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'precious'), 'mine');
    symlinkSync('precious', join(folder, 'a'));

    await writeDurably(folder, 'a', Buffer.from('new'));

    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
  });

  it('leaves nothing behind when it fails', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'a'));

    await expect(writeDurably(folder, 'a', Buffer.from('new'))).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
    });
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('says that the folder is missing', async () => {
    const folder = join(await temporaryFolder(), 'gone');

    await expect(writeDurably(folder, 'a', Buffer.from(''))).rejects.toMatchObject({
      message: expect.stringContaining(`Cannot write ${folder}/a`),
    });
  });
});

describe('sweeping', () => {
  it('takes only what carries the mark of a dead writer', async () => {
    const folder = await temporaryFolder();
    const temporary = (pid: number) => `.intorch-${pid}-${'a'.repeat(16)}.tmp`;
    for (const name of [
      temporary(4194304),
      temporary(process.ppid),
      temporary(process.pid),
      'a.tmp',
      '.intorch-x.tmp',
    ]) {
      writeFileSync(join(folder, name), '');
    }

    await sweepTemporaries(folder);

    expect(readdirSync(folder)).not.toContain(temporary(4194304));
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it('does not mind a folder that is not there', async () => {
    await sweepTemporaries(join(await temporaryFolder(), 'gone'));
  });
});

describe('a private folder', () => {
  it('is made with those above it, under any umask', async () => {
    const root = await temporaryFolder();

    await underUmask(0o777, () => makePrivateFolder(join(root, 'a/b/c')));

    for (const folder of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, folder)).mode & 0o777).toBe(0o700);
  });

  it('leaves the folders above it as they are', async () => {
    const root = await temporaryFolder();
    mkdirSync(join(root, 'a'), { mode: 0o755 });

    await makePrivateFolder(join(root, 'a/b'));

    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o755);
  });

  it('is no file and no link', async () => {
    const root = await temporaryFolder();
    writeFileSync(join(root, 'file'), '');
    symlinkSync('.', join(root, 'link'));

    for (const name of ['file', 'link']) {
      await expect(makePrivateFolder(join(root, name))).rejects.toMatchObject({
        code: 'STATE_UNWRITABLE',
        message: `${join(root, name)} is not a folder`,
      });
    }
  });
});
