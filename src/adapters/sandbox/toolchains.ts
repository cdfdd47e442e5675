import { isAbsolute, join } from 'node:path';

/** Where version managers put what they install. None of these holds what somebody signs in with. */
const ROOTS = [
  ...[
    'NVM_DIR',
    'NVM_BIN',
    'FNM_DIR',
    'FNM_MULTISHELL_PATH',
    'VOLTA_HOME',
    'N_PREFIX',
    'PNPM_HOME',
    'BUN_INSTALL',
  ],
  ...[
    'DENO_INSTALL',
    'ASDF_DIR',
    'ASDF_DATA_DIR',
    'MISE_DATA_DIR',
    'HOMEBREW_PREFIX',
    'PYENV_ROOT',
    'VIRTUAL_ENV',
  ],
  ...[
    'CONDA_PREFIX',
    'GOROOT',
    'RUSTUP_HOME',
    'RBENV_ROOT',
    'JAVA_HOME',
    'MAVEN_HOME',
    'SDKMAN_DIR',
    'DOTNET_ROOT',
  ],
  ...['ANDROID_HOME', 'ANDROID_SDK_ROOT', 'PLAYWRIGHT_BROWSERS_PATH'],
];
/** The same, where no variable says otherwise. */
const USUAL = [
  ...[
    '.nvm',
    '.local/share/fnm',
    '.volta',
    '.asdf',
    '.local/share/mise',
    '.pyenv',
    '.rbenv',
    '.rustup',
    '.sdkman',
  ],
  '.bun',
];

/**
 * Lists the folders with programs of the operator that are not part of the system: those on a PATH, and those of version managers.
 * @param environments the operator's, and that of each gate: without the program that its PATH names, a gate would find another
 */
export function toolchainFolders(
  environments: readonly Readonly<Record<string, string | undefined>>[],
  home: string,
): readonly string[] {
  const named = environments.flatMap((env) => [
    ...(env['PATH'] ?? '').split(':'),
    ...ROOTS.map((name) => env[name] ?? ''),
  ]);
  const usual = USUAL.map((name) => join(home, name));
  // The home folder itself would show everything in it.
  return [...new Set([...named, ...usual])].filter(
    (path) => isAbsolute(path) && path !== '/' && !`${home}/`.startsWith(join(path, '/')),
  );
}
