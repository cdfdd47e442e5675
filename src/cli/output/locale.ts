type Environment = Readonly<Record<string, string | undefined>>;

/** Gives the locale for characters; empty where none is set, which means C. */
export function localeOf(env: Environment): string {
  return env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
}

/** Says whether a terminal in this locale shows more than ASCII. */
export function isUtf8(env: Environment): boolean {
  return /utf-?8/i.test(localeOf(env));
}
