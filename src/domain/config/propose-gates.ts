import type { PackageManager, Survey } from './survey.ts';

/** A command that seems to judge a tree, and where it was found. */
export interface ProposedGate {
  readonly name: string;
  readonly command: string;
  readonly found_in: string;
}

export interface ProposedSetup {
  readonly command: string;
  readonly key: readonly string[];
}

/** Cheap gates first: a type error should not wait for a long test run. */
const KINDS = [
  {
    name: 'typecheck',
    scripts: ['typecheck', 'type-check', 'check:types', 'types', 'tsc'],
    make: ['typecheck'],
  },
  { name: 'lint', scripts: ['lint', 'check:lint'], make: ['lint'] },
  { name: 'build', scripts: ['build'], make: ['build'] },
  { name: 'test', scripts: ['test', 'tests', 'test:unit'], make: ['test', 'check'] },
] as const;

/** Scripts that judge nothing or never end: npm's placeholder in a new package.json, and watchers. */
const NO_JUDGE = /no test specified|--watch\b|\bnodemon\b/;

/** Proposes the gates of each kind, from the scripts first, then from the language's own tools, then from make. */
export function proposeGates(survey: Survey): readonly ProposedGate[] {
  const language = survey.package_managers.flatMap((manager) => languageGates(manager, survey));
  return KINDS.flatMap(({ name, scripts, make }) => {
    const script = scripts.find(
      (one) => survey.scripts?.[one] !== undefined && !NO_JUDGE.test(survey.scripts[one]),
    );
    if (script !== undefined) {
      return [{ name, command: runScript(survey, script), found_in: `package.json, scripts.${script}` }];
    }
    const own = language.filter((gate) => gate.name === name);
    if (own.length > 0)
      return own.map((gate, index) => (index === 0 ? gate : { ...gate, name: `${name}-${index + 1}` }));
    const target = make.find((one) => survey.make_targets.includes(one));
    return target === undefined ? [] : [{ name, command: `make ${target}`, found_in: 'Makefile' }];
  });
}

/** Proposes the command that installs dependencies, and the files that make it run again when they change. */
export function proposeSetup(survey: Survey): ProposedSetup | null {
  const setups = survey.package_managers.flatMap((manager) => setupOf(manager, survey));
  const key = [...new Set(setups.flatMap((setup) => setup.key))];
  return setups.length === 0 ? null : { command: setups.map((setup) => setup.command).join(' && '), key };
}

function runScript(survey: Survey, script: string): string {
  const manager =
    survey.package_managers.find((one) => ['pnpm', 'yarn', 'yarn-berry', 'bun'].includes(one)) ?? 'npm';
  if (manager === 'npm' && script === 'test') return 'npm test';
  return `${manager === 'yarn-berry' ? 'yarn' : manager} run ${script}`;
}

function setupOf(manager: PackageManager, survey: Survey): readonly ProposedSetup[] {
  const keys = (...names: readonly string[]) => names.filter((name) => survey.files.includes(name));
  switch (manager) {
    case 'npm': {
      const lock = keys('package-lock.json', 'npm-shrinkwrap.json');
      if (lock.length > 0)
        return [{ command: 'npm ci --no-audit --no-fund', key: [...lock, 'package.json'] }];
      return survey.has_dependencies
        ? [{ command: 'npm install --no-audit --no-fund', key: ['package.json'] }]
        : [];
    }
    case 'pnpm':
      return [{ command: 'pnpm install --frozen-lockfile', key: keys('pnpm-lock.yaml', 'package.json') }];
    case 'yarn':
      return [{ command: 'yarn install --frozen-lockfile', key: keys('yarn.lock', 'package.json') }];
    case 'yarn-berry':
      return [{ command: 'yarn install --immutable', key: keys('yarn.lock', 'package.json', '.yarnrc.yml') }];
    case 'bun':
      return [
        { command: 'bun install --frozen-lockfile', key: keys('bun.lock', 'bun.lockb', 'package.json') },
      ];
    case 'uv':
      return [{ command: 'uv sync --frozen', key: keys('uv.lock', 'pyproject.toml') }];
    case 'poetry':
      return [{ command: 'poetry install --no-interaction', key: keys('poetry.lock', 'pyproject.toml') }];
    case 'pip': {
      const key = keys('requirements.txt', 'requirements-dev.txt', 'pyproject.toml');
      const what = key.map((file) => (file === 'pyproject.toml' ? '-e .' : `-r ${file}`)).join(' ');
      return [{ command: `python3 -m venv .venv && .venv/bin/pip install -q ${what}`, key }];
    }
    default:
      // deno, cargo, go, maven and gradle fetch what they need when they run.
      return [];
  }
}

function languageGates(manager: PackageManager, survey: Survey): readonly ProposedGate[] {
  const has = (file: string) => survey.files.includes(file);
  const python = (prefix: string, found_in: string): readonly ProposedGate[] => [
    ...(survey.python_tools.includes('mypy')
      ? [{ name: 'typecheck', command: `${prefix}mypy .`, found_in }]
      : []),
    ...(survey.python_tools.includes('ruff')
      ? [{ name: 'lint', command: `${prefix}ruff check .`, found_in }]
      : []),
    ...(survey.python_tools.includes('pytest')
      ? [{ name: 'test', command: `${prefix}pytest -q`, found_in }]
      : []),
  ];
  switch (manager) {
    case 'bun':
      return [{ name: 'test', command: 'bun test', found_in: 'bun.lock' }];
    case 'deno':
      return [{ name: 'test', command: 'deno test --allow-all', found_in: 'deno.json' }];
    case 'uv':
      return python('uv run ', 'uv.lock');
    case 'poetry':
      return python('poetry run ', 'poetry.lock');
    case 'pip':
      return python('.venv/bin/python -m ', 'pyproject.toml or requirements.txt');
    case 'cargo':
      return [{ name: 'test', command: 'cargo test', found_in: 'Cargo.toml' }];
    case 'go':
      return [
        { name: 'lint', command: 'go vet ./...', found_in: 'go.mod' },
        { name: 'test', command: 'go test ./...', found_in: 'go.mod' },
      ];
    case 'maven':
      return [{ name: 'test', command: `${has('mvnw') ? './mvnw' : 'mvn'} -B test`, found_in: 'pom.xml' }];
    case 'gradle':
      return [
        {
          name: 'test',
          command: `${has('gradlew') ? './gradlew' : 'gradle'} test`,
          found_in: 'build.gradle',
        },
      ];
    default:
      return [];
  }
}
