/** The operator's own programs, with the terminal to themselves. */
import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** Opens a file in `$VISUAL`, `$EDITOR` or vi, and waits until it is closed. */
export function openInEditor(file: string, env: Environment): Promise<void> {
  const editor = env['VISUAL'] || env['EDITOR'] || 'vi';
  // Editors are given with arguments ("code --wait"), so a shell takes them apart; the file is passed as an argument of its own.
  return untilClosed('sh', ['-c', `${editor} "$1"`, 'sh', file], undefined);
}

/** Opens a file in `$PAGER` or less, and waits until it is closed. */
export function openInPager(file: string, env: Environment): Promise<void> {
  return untilClosed('sh', ['-c', `${env['PAGER'] || 'less'} "$1"`, 'sh', file], undefined);
}

/** Shows what changed between two commits in git's pager. Names of branches are only ever arguments. */
export function showDifference(directory: string, from: string, to: string): Promise<void> {
  const range = `${from}...${to}`;
  const args = [
    '--paginate',
    'diff',
    '--stat',
    '--patch',
    '--no-ext-diff',
    '--no-textconv',
    '--end-of-options',
    range,
  ];
  return untilClosed('git', ['-c', 'core.fsmonitor=false', ...args, '--'], directory);
}

/** Opens the operator's shell in a folder, and waits until it ends. */
export function openShell(directory: string, env: Environment): Promise<void> {
  return untilClosed(env['SHELL'] || 'sh', [], directory);
}

function untilClosed(file: string, args: readonly string[], cwd: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', ...(cwd === undefined ? {} : { cwd }) });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}
