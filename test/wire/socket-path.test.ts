import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureSocketFolder, sharedFolder, socketPathFor } from '../../src/wire/socket-path.ts';
import { makePlace } from '../support/wire.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'intorch-path-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function deepFolder(): string {
  const deep = join(directory, 'a'.repeat(60), 'b'.repeat(60));
  mkdirSync(deep, { recursive: true });
  return deep;
}

describe('where engine and screens meet', () => {
  it('is the intorch folder when the path is short enough', () => {
    expect(socketPathFor(directory)).toBe(join(directory, 'engine.sock'));
  });

  it('is a short path of its own for each repository whose path is too long', () => {
    const deep = deepFolder();
    const path = socketPathFor(deep);

    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(100);
    expect(path).toBe(socketPathFor(`${deep}/`));
    expect(path).not.toBe(socketPathFor(dirname(deep)));
  });

  it('is the same whatever TMPDIR says and by whichever link the folder is reached', () => {
    const deep = deepFolder();
    symlinkSync(deep, join(directory, 'link'));
    const before = process.env['TMPDIR'];
    const path = socketPathFor(deep);
    process.env['TMPDIR'] = directory;

    expect(socketPathFor(join(directory, 'link'))).toBe(path);

    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });

  it('counts bytes and not characters', () => {
    const wide = join(directory, '漢'.repeat(25));
    mkdirSync(wide);

    expect(dirname(socketPathFor(wide))).not.toBe(wide);
  });

  it('works over the short path, in a folder for the user alone', async () => {
    const place = makePlace();
    const socket_path = socketPathFor(deepFolder());

    await place.engine({ socket_path });
    const screen = await place.screen({ socket_path });

    expect(screen.connection()).toBe('live');
    expect(statSync(dirname(socket_path)).mode & 0o777).toBe(0o700);
    await place.clear();
  });

  it('is at home where somebody else has taken the name below the temporary folder, also when they give it up', () => {
    const [taken, home] = [join(directory, 'taken'), join(directory, 'home')];
    const own = process.getuid?.() === 0;
    if (own) mkdirSync(taken);
    if (own) chownSync(taken, 1, 1);
    const foreign = own ? taken : '/usr';

    expect(sharedFolder([join(directory, 'free'), home])).toBe(join(directory, 'free'));
    expect(sharedFolder([foreign, home])).toBe(home);
    mkdirSync(home);
    expect(sharedFolder([join(directory, 'given up'), home])).toBe(home);
    mkdirSync(join(directory, 'free'));
    expect(sharedFolder([join(directory, 'free'), home])).toBe(join(directory, 'free'));
  });

  it('refuses a folder that others may write to', () => {
    const socket_path = socketPathFor(deepFolder());
    ensureSocketFolder(socket_path);
    chmodSync(dirname(socket_path), 0o777);

    try {
      expect(() => ensureSocketFolder(socket_path)).toThrow('is not yours alone');
    } finally {
      chmodSync(dirname(socket_path), 0o700);
    }
  });
});
