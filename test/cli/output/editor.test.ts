import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { openInPager } from '../../../src/cli/output/editor.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'intorch-pager-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

it('a pager gets a log without anything that a terminal would obey', async () => {
  const here = folder();
  const log = join(here, "a log'$(touch PWN).log");
  writeFileSync(log, 'one\x1b]52;c;cm0=\x07\x1b[31m red\x1b[0m\r\n\u202etwo\n'.repeat(20_000));

  await openInPager(log, { PAGER: `cat >'${here}/seen'` });

  expect(readFileSync(join(here, 'seen'), 'utf8')).toBe('one red\ntwo\n'.repeat(20_000));
});

it('a pager gets a long log with the parts that came first', async () => {
  const here = folder();
  const log = join(here, 'a.log');
  writeFileSync(log, 'ee\n');
  writeFileSync(`${log}.0000000004.gz`, gzipSync('one\n'));
  writeFileSync(`${log}.0000000011`, 'two\nthr');

  await openInPager(log, { PAGER: `cat >'${here}/seen'` });

  expect(readFileSync(join(here, 'seen'), 'utf8')).toBe('one\ntwo\nthree\n');
});

it('a pager may be left before the end', async () => {
  const log = join(folder(), 'a.log');
  writeFileSync(log, 'a line\n'.repeat(200_000));

  await expect(openInPager(log, { PAGER: 'head -1 >/dev/null' })).resolves.toBeUndefined();
});

it('a log that is gone shows nothing', async () => {
  await expect(openInPager(join(folder(), 'gone.log'), { PAGER: 'cat' })).resolves.toBeUndefined();
});
