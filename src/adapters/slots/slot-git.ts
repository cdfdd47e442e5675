import { COOKIE } from '../execa/gate-environment.ts';
import type { Setting } from '../git/process/environment.ts';
import { gitRunner, type RunGit } from '../git/process/run.ts';
import { type SlotFolder, slotCookie } from './slot-folder.ts';

export interface SlotGitOptions {
  readonly common_dir: string;
  /** Folder with objects of our own, which are borrowed too; default: none. */
  readonly own_objects?: string | undefined;
  /** The operator's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onCommand?: ((line: string) => void) | undefined;
  /** Lines of `packed-refs` for the slot; default: git is asked. */
  readonly refs?: string | undefined;
  /** By repository, the configuration that git makes for a slot of it; filled when the first one is made. */
  readonly configs: Map<string, string>;
  /** Folders with repositories of submodules; default: those of the repository, of its worktrees and of the slot. */
  readonly modules?: readonly string[];
}

/** Without outside configuration there are no filters and no excludes, and only the branch sets line endings. */
const NO_CONFIGURATION = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
};

const SETTINGS: readonly Setting[] = [
  ['core.excludesFile', '/dev/null'],
  // A power cut may take what is in a slot: who finds it next compares all of it.
  ['core.fsync', 'none'],
  // Threads that look at files ahead of git cost more than they save where the kernel knows the files.
  ['core.preloadIndex', 'false'],
];

/** Runs git with explicit git directory and workspace: whatever a gate puts into the folder, git discovers nothing. */
export function slotRunner(slot: SlotFolder, { env, onCommand }: SlotGitOptions): RunGit {
  const git = gitRunner({ git_dir: slot.git_dir, env, onCommand });
  return (args, call = {}) =>
    git(args, {
      cwd: slot.directory,
      settings: SETTINGS,
      ...call,
      env: {
        GIT_WORK_TREE: slot.directory,
        GIT_INDEX_FILE: slot.index,
        GIT_OPTIONAL_LOCKS: '1',
        // A git that outlived its intorch must not write into the slot at the same time as the next one.
        [COOKIE]: slotCookie(slot),
        ...NO_CONFIGURATION,
        ...call.env,
      },
    });
}
