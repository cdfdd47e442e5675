/**
 * This folder: the sample repository.
 *
 * A throw-away repository that shows everything intorch is for: seven weeks of history, and ten branches written by agents.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { BULK_DISCOUNT, MEMBER_PRICES } from './efforts/discounts.ts';
import { CURRENCY, STOCK_LEVELS } from './efforts/independent.ts';
import { CATALOG_LOOKUP, RECEIPTS } from './efforts/lookup.ts';
import { ORDER_EXPORT, ORDER_HISTORY, WISHLIST } from './efforts/orders.ts';
import { POSTAL_ZONES } from './efforts/postal-zones.ts';
import { FIRST_WEEKS } from './first-weeks.ts';
import { historyStream, type SampleCommit } from './history.ts';
import { LATER_WEEKS } from './later-weeks.ts';
import { MARA } from './people.ts';
import { sampleConfig } from './sample-config.ts';

export interface SampleRepository {
  /** The temporary folder, which contains everything the demo leaves behind. */
  readonly folder: string;
  /** The repository in it, with a working tree. */
  readonly repository: string;
}

/** Creates the sample in a new temporary folder. `now_ms` is its apparent time of creation: the newest commit is a day older. */
export async function makeSampleRepository(now_ms: number): Promise<SampleRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'intorch-demo-')));
  const repository = join(folder, 'larder');
  await mkdir(repository);
  const git = (args: readonly string[], input?: string) => runGit(repository, args, input);
  await git(['init', '-q', '-b', 'main']);
  await git(['config', 'user.name', 'You']);
  await git(['config', 'user.email', 'you@larder.example']);
  await git(['fast-import', '--quiet', '--done'], historyStream(commitsOf(process.execPath), now_ms));
  // Detach HEAD so that landing can fast-forward: a target that is checked out would be held for review.
  await git(['checkout', '-q', '--detach', 'main']);
  return { folder, repository };
}

/** Lists all commits. The gates run with the given Node, whatever the machine's `node` is. */
function commitsOf(node: string): readonly SampleCommit[] {
  const path = [dirname(node), process.env['PATH'] ?? '/usr/bin:/bin'].join(delimiter);
  const configured: SampleCommit = {
    branch: 'main',
    author: MARA,
    days_ago: 5,
    message: 'Say how efforts are integrated',
    files: { 'intorch.yaml': sampleConfig(path) },
  };
  return [
    ...FIRST_WEEKS,
    ...LATER_WEEKS,
    configured,
    ...CURRENCY,
    ...STOCK_LEVELS,
    ...ORDER_HISTORY,
    ...ORDER_EXPORT,
    ...WISHLIST,
    ...BULK_DISCOUNT,
    ...MEMBER_PRICES,
    ...CATALOG_LOOKUP,
    ...RECEIPTS,
    ...POSTAL_ZONES,
  ];
}

/** Runs git without the user's configuration, so that no templates, hooks or signing change the sample. */
function runGit(directory: string, args: readonly string[], input = ''): Promise<void> {
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TEMPLATE_DIR: '',
  };
  return new Promise((resolve, reject) => {
    const child = execFile('git', [...args], { cwd: directory, env }, (error) =>
      error === null ? resolve() : reject(error),
    );
    // A git that does not read its input may exit before we have written all of it; its exit status reports what went wrong.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
