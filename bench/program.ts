/** How the benchmark starts the program: the built one, as a user would. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program } from './measure.ts';
import { type Copy, HERMETIC } from './repositories.ts';

const PROGRAM = fileURLToPath(new URL('../bin/intorch.js', import.meta.url));

const SETTINGS = {
  INTORCH_BASELINE: 'false',
  INTORCH_LANDING__MODE: 'none',
  INTORCH_LIMITS__EFFORT_LINES: '1000000',
};
const branches = (efforts: string) => ['--efforts', efforts, '--onto', 'main'];

/** Our program on a repository, with caches and runtime files inside its git directory. */
export function intorch(
  { git_dir }: Pick<Copy, 'git_dir'>,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Program {
  const home = {
    HOME: git_dir,
    XDG_CACHE_HOME: join(git_dir, 'cache'),
    XDG_RUNTIME_DIR: '',
    XDG_STATE_HOME: join(git_dir, 'state'),
  };
  return {
    command: [process.execPath, PROGRAM, ...args],
    directory: git_dir,
    env: { ...HERMETIC, ...SETTINGS, ...home, ...more },
  };
}

export const planning = (copy: Copy) => intorch(copy, ['plan', '--json', ...branches('effort/*')]);

/** An integration without landing. Without gates nothing is verified: it ends with 1, as it does where it fails. */
export const running = (
  copy: Copy,
  gates: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
  efforts = 'effort/*',
): Program => ({
  ...intorch(
    copy,
    ['run', '--decide', 'recommended', ...branches(efforts), ...gates.flatMap((gate) => ['--gate', gate])],
    more,
  ),
  answers: gates.length === 0 ? [1] : [0],
});

/** A Node that does nothing. */
export const bare = ({ git_dir }: Copy): Program => ({
  command: [process.execPath, '-e', '0'],
  directory: git_dir,
  env: HERMETIC,
});
