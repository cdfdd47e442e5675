/**
 * Handles lock files that block a ref. A living git holds one for milliseconds, so we wait. A killed git or a power cut leaves one behind
 * for ever. We remove such a leftover under refs that belong to us only, and where it contains exactly what we are about to write. For any
 * other, the error names the file.
 */
import { readFile, stat, unlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IntorchError } from '../../../../domain/shared/errors.ts';
import { shellWord } from '../../../../domain/shared/shell-word.ts';

export interface LockPolicy {
  readonly git_dir: string;
  /** Full ref names, or prefixes ending with `/`, that only intorch writes. */
  readonly owned_refs: readonly string[];
  /** Whether a ref outlives a power cut without git: its moves are in the log of steps. */
  readonly is_kept: (ref: string) => boolean;
  /** How long to wait for a lock that is not ours. */
  readonly patience_ms: number;
  /** No living git holds the lock of a ref longer than this. */
  readonly abandoned_ms: number;
}

const LOCKED = /Unable to create '(.+\.lock)': File exists/;

/**
 * Tracks the attempts of one update. `again` decides after an error whether to try once more. `values` are the object names that the
 * update writes.
 */
export function waitForLock(
  policy: LockPolicy,
  values: readonly string[],
): { readonly again: (stderr: string) => Promise<boolean> } {
  const deadline = Date.now() + policy.patience_ms;
  let pause_ms = 20;
  return {
    again: async (stderr) => {
      const file = LOCKED.exec(stderr)?.[1];
      if (file === undefined) return false;
      const age_ms = await ageOf(file);
      if (age_ms === null) return true;
      const ours = isOurs(file, policy) || values.includes(await contentOf(file));
      if (ours && age_ms > policy.abandoned_ms) {
        await unlink(file).catch(() => {});
        return true;
      }
      if (!ours && Date.now() >= deadline) throw lockedOut(file, age_ms);
      await sleep(pause_ms);
      pause_ms = Math.min(pause_ms * 2, 400);
      return true;
    },
  };
}

function isOurs(file: string, policy: LockPolicy): boolean {
  return isOwned(relative(policy.git_dir, file).slice(0, -'.lock'.length), policy);
}

/** Checks whether only intorch writes a ref. */
export function isOwned(ref: string, { owned_refs }: Pick<LockPolicy, 'owned_refs'>): boolean {
  return owned_refs.some((owned) => ref === owned || (owned.endsWith('/') && ref.startsWith(owned)));
}

function lockedOut(file: string, age_ms: number): IntorchError {
  const seconds = Math.round(age_ms / 1000);
  return new IntorchError(
    'GIT_FAILED',
    `Another git holds ${file} for ${seconds} s, so no ref can be moved`,
    {
      remedy: `When no git is at work in this repository, remove it: rm ${shellWord(file)}`,
    },
  );
}

/** Reads the object name that a killed git of ours was about to write. */
function contentOf(file: string): Promise<string> {
  return readFile(file, 'latin1').then(
    (text) => text.trim(),
    () => '',
  );
}

/** Returns the age of a file; null: it is gone. */
function ageOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => null,
  );
}
