/**
 * Builds the environment of a gate. A gate runs the code of branches, so it gets what builds need and no access to anything else: no
 * tokens, no SSH or GPG agent, none of git's variables, no NODE_OPTIONS. Its settings can add what else it needs.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  // the person and the machine
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'LANG',
    'LANGUAGE',
    'LC_ALL',
    'LC_CTYPE',
    'TZ',
    'TMPDIR',
    'TMP',
    'TEMP',
  ],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME'],
  // reaching the registries
  ...[
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'NODE_EXTRA_CA_CERTS',
    'NIX_SSL_CERT_FILE',
    'REQUESTS_CA_BUNDLE',
    'CURL_CA_BUNDLE',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  // Node.js and its package managers
  ...[
    'NVM_DIR',
    'NVM_BIN',
    'FNM_DIR',
    'FNM_MULTISHELL_PATH',
    'VOLTA_HOME',
    'N_PREFIX',
    'COREPACK_HOME',
    'PNPM_HOME',
  ],
  ...[
    'npm_config_cache',
    'NPM_CONFIG_CACHE',
    'YARN_CACHE_FOLDER',
    'YARN_GLOBAL_FOLDER',
    'BUN_INSTALL',
    'DENO_DIR',
    'DENO_INSTALL',
  ],
  ...[
    'PLAYWRIGHT_BROWSERS_PATH',
    'PUPPETEER_CACHE_DIR',
    'PUPPETEER_EXECUTABLE_PATH',
    'CYPRESS_CACHE_FOLDER',
    'CHROME_PATH',
  ],
  // version managers for many languages
  ...['ASDF_DIR', 'ASDF_DATA_DIR', 'MISE_DATA_DIR', 'MISE_CACHE_DIR', 'NIX_PATH', 'HOMEBREW_PREFIX'],
  // Python
  ...[
    'PYENV_ROOT',
    'PYENV_VERSION',
    'VIRTUAL_ENV',
    'CONDA_PREFIX',
    'PIP_CACHE_DIR',
    'UV_CACHE_DIR',
    'POETRY_HOME',
    'POETRY_CACHE_DIR',
  ],
  // Go, Rust, Ruby, PHP
  ...[
    'GOPATH',
    'GOROOT',
    'GOCACHE',
    'GOMODCACHE',
    'CARGO_HOME',
    'RUSTUP_HOME',
    'RUSTUP_TOOLCHAIN',
    'RUSTC_WRAPPER',
    'SCCACHE_DIR',
  ],
  ...[
    'RBENV_ROOT',
    'RBENV_VERSION',
    'GEM_HOME',
    'GEM_PATH',
    'BUNDLE_PATH',
    'COMPOSER_HOME',
    'COMPOSER_CACHE_DIR',
  ],
  // JVM, Android, .NET, C and C++
  ...[
    'JAVA_HOME',
    'MAVEN_HOME',
    'M2_HOME',
    'GRADLE_HOME',
    'GRADLE_USER_HOME',
    'SDKMAN_DIR',
    'ANDROID_HOME',
    'ANDROID_SDK_ROOT',
  ],
  ...[
    'DOTNET_ROOT',
    'NUGET_PACKAGES',
    'CC',
    'CXX',
    'CCACHE_DIR',
    'PKG_CONFIG_PATH',
    'LD_LIBRARY_PATH',
    'DEVELOPER_DIR',
  ],
]);

/** Test runners must not prompt or draw. NO_COLOR is not set: programs under test read it, and output is stripped of colour anyway. */
const FIXED = { TERM: 'dumb', CI: 'true' } as const;

/** Variable that marks every process of a gate, so that leftovers can be found afterwards. */
export const COOKIE = 'INTORCH_COOKIE';

/** Variable with the names of those that whoever started us had, and kept from us as well, separated by spaces. */
export const WITHHOLDS = 'ENGINE_WITHHOLDS';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the whole environment of a gate: our allowed variables, the fixed ones, those of its settings, and its cookie. */
export function gateEnvironment(
  ours: Environment,
  added: Readonly<Record<string, string>>,
  cookie: string,
): Record<string, string> {
  return { ...gateVariables(ours), ...FIXED, ...added, [COOKIE]: cookie };
}

/** Returns those of our variables that a gate gets. */
export function gateVariables(ours: Environment): Record<string, string> {
  const allowed = Object.entries(ours).flatMap(([name, value]): [string, string][] =>
    value !== undefined && ALLOWED.has(name) && !holdsPassword(value) ? [[name, value]] : [],
  );
  return Object.fromEntries(allowed);
}

/** Returns the names of our variables that no gate gets, and of those that were kept from us. */
export function withheldVariables(ours: Environment): ReadonlySet<string> {
  const { [WITHHOLDS]: names = '', ...known } = ours;
  const given = gateEnvironment(known, {}, '');
  return new Set(
    [...Object.keys(known), ...names.split(' ')].filter((name) => name !== '' && !(name in given)),
  );
}

/** Checks whether a value contains a password, as in `https://user:password@proxy`. */
export function holdsPassword(value: string): boolean {
  return /:\/\/[^/\s]*@/.test(value);
}
