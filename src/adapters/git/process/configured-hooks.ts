/**
 * Hooks that the configuration defines, since Git 2.54. Since 2.55 each event has a switch, which every call turns off; 2.54 knows the hooks
 * by their names alone, so they are read once, and each is turned off. @see git-config(1), `hook.<friendly-name>.enabled`
 */
import { execFileSync } from 'node:child_process';
import type { Setting } from './environment.ts';
import { type GitVersion, isAtLeast, parseVersion } from './version.ts';

const BY_NAME: GitVersion = [2, 54, 0];
const BY_EVENT: GitVersion = [2, 55, 0];
const NONE: readonly Setting[] = [];

const VERSIONS = new Map<string, GitVersion | null>();
const OFF = new Map<string, readonly Setting[]>();

/** Returns the settings that turn off the hooks in a repository's configuration which no setting of every call reaches. */
export function hooksOff(
  program: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): readonly Setting[] {
  const version = VERSIONS.get(program) ?? parseVersion(said(program, ['version'], cwd, env));
  VERSIONS.set(program, version);
  if (version === null || !isAtLeast(version, BY_NAME) || isAtLeast(version, BY_EVENT)) return NONE;
  const place = `${program}\0${cwd}\0${env['GIT_DIR']}\0${env['GIT_CONFIG_GLOBAL']}`;
  const known = OFF.get(place);
  if (known !== undefined) return known;
  const keys = said(program, ['config', '-z', '--name-only', '--get-regexp', '^hook\\..'], cwd, env);
  const names = keys.split('\0').flatMap((key) => /^hook\.(.+)\.[^.]+$/s.exec(key)?.[1] ?? []);
  const off = [...new Set(names)].map((name): Setting => [`hook.${name}.enabled`, 'false']);
  OFF.set(place, off);
  return off;
}

/** Returns what git prints; nothing where it fails: the call that follows fails for the same reason, and says so. */
function said(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): string {
  try {
    return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
