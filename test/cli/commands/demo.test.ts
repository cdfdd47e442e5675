import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process of its own, with temporary folder, home and cache below one folder. */
function runIn(place: string, ...argv: readonly string[]): Promise<Ended> {
  const main = pathToFileURL(resolve('src/cli/main.ts')).href;
  const program = `const { main } = await import('${main}'); process.exitCode = await main(process.argv.slice(1));`;
  const env = {
    PATH: process.env['PATH'],
    TMPDIR: join(place, 'tmp'),
    HOME: join(place, 'home'),
    XDG_CACHE_HOME: join(place, 'cache'),
  };
  for (const folder of ['tmp', 'home', 'cache']) mkdirSync(join(place, folder), { recursive: true });
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '-e', program, '--', ...argv],
      { env, cwd: place, maxBuffer: 1024 * 1024 },
      (_, out, err) => done({ status: child.exitCode, out, err }),
    );
  });
}

test('without a terminal the demo integrates, lands, prints its reports, and leaves nothing outside of its folder', async () => {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'intorch-demo-test-')));
  onTestFinished(() => rmSync(place, { recursive: true }));
  const { status, out, err } = await runIn(place, 'demo');
  const reports = [...out.matchAll(/^report: (.*)$/gm)].map(([, path = '']) => path);
  const [folder = '', ...others] = readdirSync(join(place, 'tmp'));

  expect(err).toBe('');
  expect(status).toBe(0);
  expect(out).toMatch(/^landed: /m);
  expect(out).toMatch(/ merged {5}wishlist .*1 conflict resolved$/m);
  expect(out).toMatch(/^not in: receipts: .*catalog-lookup/m);
  expect(out).toContain(`rm -rf ${join(place, 'tmp', folder)}`);
  expect(reports.length).toBeGreaterThan(2);
  expect(reports.filter((path) => !existsSync(path) || !path.startsWith(join(place, 'tmp', folder)))).toEqual(
    [],
  );
  expect([others, readdirSync(join(place, 'home')), readdirSync(join(place, 'cache'))]).toEqual([[], [], []]);
}, 240_000);
