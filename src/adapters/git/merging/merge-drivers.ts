/** Programs that merge files (`merge.<name>.driver` in the configuration): git runs only those that the operator trusts by name. */
import type { Setting } from '../process/environment.ts';
import type { RunGit } from '../process/run.ts';

/** Drivers that are built into git. */
const BUILT_IN: ReadonlySet<string> = new Set(['text', 'binary', 'union']);

/** Command that replaces an untrusted driver: git's own text merge. */
const TEXT_MERGE = 'git merge-file -q --marker-size=%L -L current -L base -L incoming %A %O %B';

export interface MergeDrivers {
  readonly trusted: ReadonlySet<string>;
  /** Settings that replace the program of every untrusted driver, wherever an attribute may name it. */
  readonly settings: readonly Setting[];
}

/** Reads which merge drivers are configured. */
export async function readMergeDrivers(
  git: RunGit,
  trusted_drivers: readonly string[],
): Promise<MergeDrivers> {
  const trusted = new Set(trusted_drivers);
  const { stdout } = await git(['config', '-z', '--name-only', '--get-regexp', '^merge\\..*\\.driver$'], {
    ok: [0, 1],
  });
  const keys = stdout.split('\0').filter((key) => key !== '' && !trusted.has(driverOf(key)));
  return { trusted, settings: [...new Set(keys)].map((key) => [key, TEXT_MERGE]) };
}

/** Removes untrusted drivers from an attribute file, so that their paths merge as if it did not name a driver. */
export function dropDrivers(attributes: string, trusted: ReadonlySet<string>): string {
  const allowed = (driver: string) => BUILT_IN.has(driver) || trusted.has(driver);
  return attributes
    .split('\n')
    .map((line) => {
      const [, pattern, rest] = /^(\s*(?:"(?:[^"\\]|\\.)*"|\S+))(\s.*)?$/.exec(line) ?? [];
      if (pattern === undefined || rest === undefined) return line;
      return (
        pattern +
        rest.replace(/(\s)merge=(\S+)/g, (kept, space, driver) => (allowed(driver) ? kept : `${space}!merge`))
      );
    })
    .join('\n');
}

function driverOf(key: string): string {
  return key.slice('merge.'.length, -'.driver'.length);
}
