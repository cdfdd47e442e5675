export type GitVersion = readonly [major: number, minor: number, patch: number];

/** The oldest git that can merge in memory (`merge-tree --write-tree`). */
export const OLDEST_GIT: GitVersion = [2, 38, 0];

/** Parses the output of `git version`, e.g. `git version 2.39.5 (Apple Git-154)`; null: it contains no version. */
export function parseVersion(text: string): GitVersion | null {
  const [, major, minor, patch] = /^git version (\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? null : [Number(major), Number(minor), Number(patch ?? 0)];
}

/** Checks whether a version is the given one or newer. */
export function isAtLeast(version: GitVersion, than: GitVersion): boolean {
  for (const [index, wanted] of than.entries()) {
    const part = version[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

/** Asks git for its version. */
export async function readVersion(
  git: (args: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<GitVersion> {
  return parseVersion((await git(['version'])).stdout) ?? OLDEST_GIT;
}
