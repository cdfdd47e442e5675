/**
 * The house as a test: who may import whom, how large a file may be, what may not be in it. What is found is listed, one line each.
 */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle } from '../src/domain/shared/graph.ts';
import {
  type Import,
  importedPath,
  lineCount,
  packageOf,
  type SourceFile,
  sourceFiles,
} from './support/source.ts';

const ROOT = join(import.meta.dirname, '..');
const FILES = sourceFiles(ROOT, 'src');

/** What one floor of the house may import, besides itself. */
interface Permit {
  /** Prefixes of paths. */
  readonly own: readonly string[];
  /** true: all; or the modules. */
  readonly node: boolean | readonly string[];
  readonly packages: (file: SourceFile, name: string) => boolean;
  /** Only types, which leave nothing behind at run time. */
  readonly types_only?: readonly string[];
}

const NONE = () => false;
const ANY_PACKAGE = () => true;
const DRAWING = ['ink', 'react', 'ink-spinner', 'ink-select-input', 'string-width'];

const PERMITS: Readonly<Record<string, Permit>> = {
  domain: {
    own: [],
    node: false,
    packages: (file, name) => name === 'zod' && isSchema(file),
  },
  ports: { own: ['src/domain/'], node: false, packages: NONE, types_only: ['src/'] },
  engine: { own: ['src/domain/', 'src/ports/'], node: false, packages: NONE },
  adapters: { own: ['src/domain/', 'src/ports/'], node: true, packages: ANY_PACKAGE },
  wire: { own: ['src/domain/'], node: ['net', 'fs', 'fs/promises', 'os', 'path', 'crypto'], packages: NONE },
  reports: { own: ['src/domain/'], node: false, packages: NONE },
  tui: {
    own: ['src/domain/', 'src/wire/'],
    node: false,
    packages: (_, name) => DRAWING.includes(name),
    types_only: ['src/wire/'],
  },
  cli: { own: ['src/', 'package.json'], node: true, packages: ANY_PACKAGE },
};

/** Files over the limit of 300 lines, because they are tables of data; by name, each with its reason. */
const LARGE_TABLES: ReadonlySet<string> = new Set();

/** More than this is not taken in at a glance. */
const MOST_FILES = 20;

/** Rooms of adapters that other adapters are built on. */
const SHARED_ROOMS: ReadonlySet<string> = new Set([
  'src/adapters/async',
  'src/adapters/disk',
  'src/adapters/execa',
  'src/adapters/git',
]);

/** The two files of the screens that hold the terminal itself: its keys, its modes, its signals. */
const TERMINAL_FILES: Readonly<Record<string, readonly string[]>> = {
  'src/tui/terminal/stdin-keys.ts': ['events'],
  'src/tui/terminal.ts': ['process'],
};

function isSchema({ path }: SourceFile): boolean {
  return /^(?:[a-z-]+-)?schema\.ts$/.test(basename(path));
}

function floorOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** An adapter's room: its folder, or the file itself where it has none. */
function roomOf(path: string): string {
  return path.split('/').slice(0, 3).join('/').replace(/\.ts$/, '');
}

function refusal(file: SourceFile, { specifier, type_only }: Import): string | null {
  const floor = floorOf(file.path);
  const permit = PERMITS[floor];
  if (permit === undefined) return `${floor} is no floor of this house`;
  if (specifier.startsWith('node:')) {
    const modules = TERMINAL_FILES[file.path] ?? permit.node;
    const allowed = typeof modules === 'boolean' ? modules : modules.includes(specifier.slice(5));
    return allowed ? null : `${floor} may not import ${specifier}`;
  }
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    return permit.packages(file, name) ? null : `${floor} may not import the package ${name}`;
  }
  const path = importedPath(file, specifier);
  if (!existsSync(join(ROOT, path))) return 'there is no such file';
  if (permit.types_only?.some((prefix) => path.startsWith(prefix)) && !type_only)
    return `${floor} may import types only from there`;
  if (floor === 'adapters' && floorOf(path) === 'adapters') {
    const allowed = roomOf(path) === roomOf(file.path) || SHARED_ROOMS.has(roomOf(path));
    return allowed ? null : 'adapters do not know each other';
  }
  if (floorOf(path) === floor || permit.own.some((prefix) => path.startsWith(prefix))) return null;
  return `${floor} may not import ${floorOf(path)}`;
}

/** Returns the files of src that a file imports. */
function importsWithin(file: SourceFile): readonly string[] {
  return file.imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => importedPath(file, specifier))
    .filter((path) => path.startsWith('src/'));
}

/** Every folder from src down, also those that hold folders alone. */
const FOLDERS: readonly string[] = [
  ...new Set(
    FILES.flatMap(({ path }) => {
      const parts = path.split('/');
      return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
    }),
  ),
];

/** Returns which of a folder's files and wings imports which other, each with one import that says so. */
function arrowsWithin(folder: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const entryOf = (path: string) =>
    path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/')[0] : undefined;
  const arrows = new Map<string, Map<string, string>>();
  for (const file of FILES) {
    const from = entryOf(file.path);
    if (from === undefined) continue;
    for (const path of importsWithin(file)) {
      const to = entryOf(path);
      if (to === undefined || to === from) continue;
      const known = arrows.get(from) ?? new Map<string, string>();
      arrows.set(from, known.set(to, `${file.path} imports ${path}`));
    }
  }
  return arrows;
}

/** Returns one line for each place where the code of a file matches. */
function found(
  files: readonly SourceFile[],
  pattern: RegExp,
  why: string,
  part: 'code' | 'text' = 'code',
): readonly string[] {
  return files.flatMap((file) =>
    file[part]
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file.path}:${index + 1}: ${why}`] : [])),
  );
}

/** A declaration that is exported, with its name. */
const EXPORTED =
  /\bexport\s+(?:declare\s+|abstract\s+|async\s+)*(?:function\s*\*?|const|let|var|class|interface|type|enum|namespace)\s+([\w$]+)/g;

function expectNone(violations: readonly string[]) {
  // Not compared with an empty text: long differences are cut, and the list is what counts.
  if (violations.length > 0) expect.fail(`\n${violations.join('\n')}\n`);
}

describe('the rooms of the house', () => {
  it('import only what the table of ARCHITECTURE allows', () => {
    expectNone(
      FILES.flatMap((file) =>
        file.imports.flatMap((each) => {
          const why = refusal(file, each);
          return why === null ? [] : [`${file.path}:${each.line}: imports ${each.specifier}: ${why}`];
        }),
      ),
    );
  });

  it('know no process outside of what is made for it: the runtime, the stores and the wire are given a machine and a codec', () => {
    const general = FILES.filter(
      ({ path }) =>
        ['engine', 'ports', 'adapters', 'wire'].includes(floorOf(path)) &&
        !path.startsWith('src/engine/integration/'),
    );
    const runtime = FILES.filter(({ path }) => dirname(path) === 'src/engine' || floorOf(path) === 'wire');

    expectNone(
      general.flatMap((file) =>
        file.imports.flatMap(({ specifier, line }) =>
          specifier.startsWith('.') &&
          /\/(?:domain|engine)\/integration\//.test(`/${importedPath(file, specifier)}`)
            ? [`${file.path}:${line}: names the integration`]
            : [],
        ),
      ),
    );
    expectNone(
      runtime.flatMap((file) =>
        file.imports.flatMap(({ specifier, line }) =>
          /\/pipeline\//.test(specifier) ? [`${file.path}:${line}: names pipelines`] : [],
        ),
      ),
    );
  });

  it('have no circle of imports, types counted', () => {
    const graph = new Map(FILES.map((file) => [file.path, importsWithin(file)]));

    const cycle = findCycle(graph);
    expectNone(cycle === null ? [] : [cycle.join('\n  → ')]);
  });

  it('import a package in one place: one adapter room, or one file', () => {
    const places = new Map<string, Set<string>>();
    for (const file of FILES) {
      for (const { specifier } of file.imports) {
        if (specifier.startsWith('.') || specifier.startsWith('node:')) continue;
        const name = packageOf(specifier);
        const free =
          name === 'zod' ? isSchema(file) : ['ink', 'react'].includes(name) && floorOf(file.path) === 'tui';
        if (free) continue;
        const place = floorOf(file.path) === 'adapters' ? roomOf(file.path) : file.path;
        places.set(name, (places.get(name) ?? new Set()).add(place));
      }
    }

    expectNone(
      [...places].flatMap(([name, where]) =>
        where.size > 1 ? [`${name} is imported in ${[...where].join(', ')}`] : [],
      ),
    );
  });

  it('ports hold contracts and no code', () => {
    const ports = FILES.filter(({ path }) => floorOf(path) === 'ports');

    expectNone(
      found(ports, /^\s*(?:export\s+)?(?:async\s+)?(?:function|class|const|let|var)\b/, 'a port holds code'),
    );
  });
});

describe('every folder', () => {
  it('holds at most 20 files', () => {
    const files = Map.groupBy(FILES, ({ path }) => dirname(path));

    expectNone(
      [...files].flatMap(([folder, { length }]) =>
        length > MOST_FILES ? [`${folder} holds ${length} files: give it wings`] : [],
      ),
    );
  });

  it('has arrows that run one way between its files and its wings, types counted', () => {
    expectNone(
      FOLDERS.flatMap((folder) => {
        const arrows = arrowsWithin(folder);
        const graph = new Map([...arrows].map(([from, to]) => [from, [...to.keys()]]));
        const cycle = findCycle(graph);
        if (cycle === null) return [];
        const steps = cycle.slice(1).map((to, index) => arrows.get(cycle[index] ?? '')?.get(to));
        return [`${folder}: ${cycle.join(' → ')}\n  ${steps.join('\n  ')}`];
      }),
    );
  });

  it('says what it is at the top of one of its files', () => {
    const said = Map.groupBy(
      FILES.filter(({ text }) => /^\/\*\*\s+(?:\* )?This folder: \S.*\.(?: \*\/)?\n/.test(text)),
      ({ path }) => dirname(path),
    );
    const withFiles = new Set(FILES.map(({ path }) => dirname(path)));

    expectNone(
      [...withFiles].flatMap((folder) => {
        const { length } = said.get(folder) ?? [];
        return length === 1 ? [] : [`${folder} is explained in ${length} files instead of one`];
      }),
    );
  });
});

describe('the size of files', () => {
  const sizes = FILES.map(lineCount).sort((a, b) => a - b);
  const share = (part: number) => sizes[Math.max(0, Math.ceil(sizes.length * part) - 1)] ?? 0;

  it('is at most 60 lines for half of them', () => {
    expect(share(0.5)).toBeLessThanOrEqual(60);
  });

  it('is at most 180 lines for nine in ten of them', () => {
    expect(share(0.9)).toBeLessThanOrEqual(180);
  });

  it('is never over 300 lines, but for tables of data', () => {
    const large = FILES.filter((file) => lineCount(file) > 300 && !LARGE_TABLES.has(file.path));

    expectNone(large.map((file) => `${file.path} has ${lineCount(file)} lines`));
  });
});

describe('the domain', () => {
  const domain = FILES.filter(({ path }) => floorOf(path) === 'domain');

  it.each([
    [
      'a clock',
      /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(?:\(\s*\)|(?!\s*\())|(?<!new\s)(?<![.\w])Date\s*\(|\bperformance\s*\.|\bTemporal\s*\.\s*Now\b/,
    ],
    ['chance', /\bMath\s*\.\s*random\b|\bcrypto\s*\./],
    ['the process', /(?<![.\w$])process\s*(?:\.|\[)|\bglobalThis\b/],
    ['the console', /(?<![.\w$])console\s*\./],
    ['timers', /(?<![.\w$])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/],
    ['the network', /(?<![.\w$])fetch\s*\(/],
  ])('knows nothing of %s', (what, pattern) => {
    expectNone(found(domain, pattern, `the domain knows ${what}`));
  });
});

describe('what we wrote ourselves', () => {
  /** Ids, keys and sentences; the last part of how they are reached. */
  const OURS =
    '(?:key|id|question|question_id|choice|run|gate_run|reused_from|conflict|fact|title|label|because|held_because|outcome_because|refused|remedy)';
  const TAKEN_APART =
    '(?:startsWith|endsWith|includes|indexOf|split|match|matchAll|search|slice|substring|charAt)';
  const PARSING = [
    new RegExp(`(?<![\\w'"])${OURS}\\s*\\??\\.\\s*${TAKEN_APART}\\(`, 'g'),
    new RegExp(`\\.(?:test|exec)\\(\\s*(?:[\\w?]+\\.)*${OURS}\\s*\\)`, 'g'),
    new RegExp(`\\b(?:parseInt|parseFloat|Number)\\(\\s*(?:[\\w?]+\\.)*${OURS}\\b`, 'g'),
  ];
  /** Where it comes from somebody else, or from an older program. */
  const ALLOWED: Readonly<Record<string, string>> = {
    'src/domain/integration/checkpoint/former-names.ts': 'reads names of the first release',
    'src/domain/integration/checkpoint/version-1.ts': 'reads keys of the first release',
    'src/tui/actions/picking.ts': 'reads digits that were typed',
    'src/tui/keys/table-of-keys.ts': 'knows keys of the keyboard by their names',
    'src/tui/store.ts': 'knows keys of the keyboard by their names',
    'src/tui/terminal/key-splitter.ts': 'makes keys of bytes',
  };
  const parsingIn = ({ path, code }: SourceFile) =>
    PARSING.flatMap((pattern) =>
      [...code.matchAll(pattern)].map(
        ({ index, 0: text }) =>
          `${path}:${code.slice(0, index).split('\n').length}: takes apart what we wrote: ${text}`,
      ),
    );
  // Adapters read what other programs wrote.
  const readers = FILES.filter(({ path }) => floorOf(path) !== 'adapters');

  it('is never parsed: ids, keys and sentences are compared, and the values behind them carried', () => {
    expectNone(readers.filter(({ path }) => !Object.hasOwn(ALLOWED, path)).flatMap(parsingIn));
  });

  it('is parsed in each of the places that may', () => {
    const parsing = readers.filter((file) => parsingIn(file).length > 0).map(({ path }) => path);

    expect(parsing.filter((path) => Object.hasOwn(ALLOWED, path))).toEqual(Object.keys(ALLOWED).toSorted());
  });
});

describe('every file', () => {
  it('exports by name only, and nothing that is another file’s', () => {
    const passedOn = FILES.flatMap((file) =>
      file.imports.flatMap(({ kind, specifier, line }) =>
        kind === 'export' ? [`${file.path}:${line}: passes ${specifier} on`] : [],
      ),
    );

    expectNone([...found(FILES, /\bexport\s+default\b/, 'exports a default'), ...passedOn]);
  });

  it('exports each name where it is declared', () => {
    const others = FILES.filter(
      ({ code }) => [...code.matchAll(/\bexport\b/g)].length !== [...code.matchAll(EXPORTED)].length,
    );

    expectNone(others.map(({ path }) => `${path} exports something else than declarations`));
  });

  it('exports names that mean one thing in the whole of src', () => {
    const places = new Map<string, Set<string>>();
    for (const { path, code } of FILES) {
      for (const [, name = ''] of code.matchAll(EXPORTED))
        places.set(name, (places.get(name) ?? new Set()).add(path));
    }

    expectNone(
      [...places].flatMap(([name, paths]) =>
        paths.size > 1 ? [`${name} has a meaning in each of ${[...paths].join(', ')}`] : [],
      ),
    );
  });

  it('leaves nothing for later', () => {
    expectNone(found(FILES, /\b(?:TODO|FIXME|XXX)\b/, 'leaves something for later', 'text'));
  });

  it('tells the compiler the truth: no any, no silenced check', () => {
    expectNone([
      ...found(FILES, /(?<![.\w$])any\b(?!\s*[:(])/, 'uses any'),
      ...found(FILES, /@ts-(?:ignore|expect-error|nocheck)|biome-ignore lint/, 'silences a check', 'text'),
    ]);
  });

  it('is named for what is in it, in kebab-case', () => {
    const names = FILES.map(({ path }) => ({ path, name: basename(path).replace(/\.tsx?$/, '') }));

    expectNone(
      names
        .filter(({ name }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))
        .map(({ path }) => `${path} is not in kebab-case`),
    );
    expectNone(
      names
        .filter(({ name }) => /^(?:index|utils?|helpers?|common|misc)$/.test(name))
        .map(({ path }) => `${path} says nothing`),
    );
  });

  it('is read right by this test: what is left of it is balanced', () => {
    const unbalanced = FILES.filter(({ path, code }) => {
      if (path.endsWith('.tsx')) return false;
      const count = (char: string) => code.split(char).length;
      return count('{') !== count('}') || count('(') !== count(')') || count('[') !== count(']');
    });

    expectNone(unbalanced.map(({ path }) => `${path} is misread`));
  });
});
