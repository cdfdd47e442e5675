/**
 * Defines the environment and the settings of every git call. The environment is an allow-list: a stray GIT_DIR, GIT_INDEX_FILE, PAGER or
 * EDITOR of the operator's shell never gets through. We set every option that could run a program, ask a question or change a result.
 */

/** Variables that pass from the operator's environment: where programs and configuration are, and how to reach a remote. */
const ALLOWED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'SSH_AUTH_SOCK',
  'KRB5CCNAME',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_SSH_COMMAND',
] as const;

/** Hook events that our calls could trigger, switched off in the configuration too. @see githooks(5) and git-config(1), Git 2.55 */
const HOOK_EVENTS = [
  'post-index-change',
  'pre-push',
  'reference-transaction',
  'push-to-checkout',
  'pre-auto-gc',
  'post-checkout',
  'post-merge',
];

export type Setting = readonly [key: string, value: string];

/** Settings of every call. They override system, global and repository configuration. */
const SETTINGS: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ...HOOK_EVENTS.map((event): Setting => [`hook.${event}.enabled`, 'false']),
  ['core.fsmonitor', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', 'false'],
  // References too: a reported move must survive a power cut.
  ['core.fsync', 'committed,reference'],
  ['core.quotePath', 'true'],
  ['core.protectHFS', 'true'],
  ['core.protectNTFS', 'true'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['submodule.recurse', 'false'],
  ['push.recurseSubmodules', 'no'],
  ['protocol.ext.allow', 'never'],
  ['commit.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['push.followTags', 'false'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['log.showSignature', 'false'],
  ['log.mailmap', 'false'],
  // Merges must have the same result on every machine (merge-tree reads these settings since Git 2.41).
  ['merge.default', 'text'],
  ['merge.renames', 'true'],
  ['merge.directoryRenames', 'conflict'],
  ['merge.renameLimit', '7000'],
  ['merge.renormalize', 'false'],
  ['merge.conflictStyle', 'merge'],
];

/** For a git that writes what the log of steps has already brought to the disk. */
export const UNSYNCED: readonly Setting[] = [['core.fsync', 'none']];

/** For one that writes what nobody else does, where others do not. */
export const FULLY_SYNCED: readonly Setting[] = [['core.fsync', 'committed,reference']];

/** Git finds no bare repository by itself: one that a branch brought would run what its configuration says. */
export const NAMED_ONLY: Setting = ['safe.bareRepository', 'explicit'];

/** Builds the environment of a git call from the operator's, with further settings. */
export function gitEnvironment(
  outer: Readonly<Record<string, string | undefined>>,
  further: readonly Setting[] = [],
): Record<string, string> {
  return {
    ...gitVariables(outer),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
    ...settingsAsEnvironment([...SETTINGS, ...further]),
  };
}

/**
 * Makes an ssh fail where it would ask. Other programs (plink, a script) do not know the option. The first value of an option counts.
 * @param command as in GIT_SSH_COMMAND; empty: plain ssh
 * @see ssh_config(5), `BatchMode`
 */
export function inBatchMode(command: string): string {
  return (command.trim() || 'ssh').replace(/^\s*(?:\S*\/)?ssh(?=\s|$)/, '$& -o BatchMode=yes');
}

/** Returns those of the operator's variables that git gets. */
export function gitVariables(outer: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of ALLOWED) {
    const value = outer[name];
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}

function settingsAsEnvironment(settings: readonly Setting[]): Record<string, string> {
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  for (const [index, [key, value]] of settings.entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return env;
}
