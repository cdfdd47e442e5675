import { expect, it } from 'vitest';
import { type ErrorLine, errorFinder } from '../../../src/domain/gate/first-error.ts';

function firstError(output: string): ErrorLine | null {
  const finder = errorFinder();
  for (const line of output.split('\n')) finder.push(line);
  return finder.found();
}

/** Outputs as tools print them, and the line that explains them. */
const SURE: readonly [tool: string, output: string, line: string][] = [
  [
    'tsc',
    "\n> app@1.0.0 test\n> tsc && node --test\n\nsrc/a.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.\nsrc/b.ts(1,1): error TS1005: ';' expected.\nnpm error code 2",
    "src/a.ts(12,7): error TS2322: Type 'string' is not assignable to type 'number'.",
  ],
  [
    'tsc --pretty',
    "src/a.ts:12:7 - error TS2304: Cannot find name 'x'.\n\n12 const y = x;\n            ~",
    "src/a.ts:12:7 - error TS2304: Cannot find name 'x'.",
  ],
  [
    'node --test that cannot load a file',
    "file:///w/test/receipt.test.js:3\nimport { findProduct } from './catalog.js';\n         ^^^^^^^^^^^\nSyntaxError: The requested module './catalog.js' does not provide an export named 'findProduct'\n    at ModuleJob._instantiate\n✖ test/receipt.test.js (40ms)\n  'test failed'",
    "file:///w/test/receipt.test.js:3: SyntaxError: The requested module './catalog.js' does not provide an export named 'findProduct'",
  ],
  [
    'node that lacks a package',
    "node:internal/modules/cjs/loader:1404\n  throw err;\n  ^\n\nError: Cannot find module 'left-pad'\nRequire stack:\n- /w/a.js",
    "Error: Cannot find module 'left-pad'",
  ],
  [
    'gcc',
    'In file included from main.c:1:\nmain.c:3:10: fatal error: missing.h: No such file or directory\ncompilation terminated.\nmake: *** [Makefile:2: all] Error 1',
    'main.c:3:10: fatal error: missing.h: No such file or directory',
  ],
  [
    'go build',
    '# example.com/app\n./main.go:5:2: undefined: helper\nFAIL\texample.com/app [build failed]',
    './main.go:5:2: undefined: helper',
  ],
  [
    'rustc',
    '   Compiling app v0.1.0 (/w)\nerror[E0425]: cannot find function `helper` in this scope\n --> src/main.rs:2:5\n  |\n2 |     helper();\nerror: could not compile `app` (bin "app") due to 1 previous error',
    'src/main.rs:2:5: error[E0425]: cannot find function `helper` in this scope',
  ],
  [
    'javac',
    'src/App.java:3: error: cannot find symbol\n    helper();\n    ^\n1 error',
    'src/App.java:3: error: cannot find symbol',
  ],
  [
    'mypy',
    'app.py:3: error: Incompatible types in assignment  [assignment]\nFound 1 error in 1 file',
    'app.py:3: error: Incompatible types in assignment  [assignment]',
  ],
  [
    'pytest that cannot import',
    "==== ERRORS ====\n_ ERROR collecting test_a.py _\ntest_a.py:1: in <module>\n    from app import helper\nE   ImportError: cannot import name 'helper' from 'app' (/w/app.py)",
    "E   ImportError: cannot import name 'helper' from 'app' (/w/app.py)",
  ],
  [
    'eslint',
    "\n/w/src/a.js\n   3:5   warning  Unexpected console statement  no-console\n  12:7   error    'x' is not defined            no-undef\n\n✖ 2 problems",
    "/w/src/a.js:12:7 'x' is not defined no-undef",
  ],
  [
    'esbuild',
    '✘ [ERROR] Could not resolve "./gone.js"\n\n    src/a.ts:1:20:\n      1 │ import { x } from "./gone.js"',
    'src/a.ts:1:20: ✘ [ERROR] Could not resolve "./gone.js"',
  ],
];

it.each(SURE)('finds what %s says, with its place', (_tool, output, text) => {
  expect(firstError(output)).toEqual({ text, sure: true });
});

const LIKELY: readonly [tool: string, output: string, line: string | null][] = [
  [
    'npm ci',
    'npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.\nnpm error A complete log of this run can be found in: /h/.npm/_logs/x.log',
    'npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
  ],
  [
    'npm that ran a script',
    'npm error code 1\nnpm error path /w/node_modules/native\nnpm error command failed\nnpm error command sh -c node install.js\nnpm error Error: no prebuilt binary',
    'npm error Error: no prebuilt binary',
  ],
  [
    'yarn',
    'yarn install v1.22.22\n[1/4] Resolving packages...\nerror An unexpected error occurred: "ENOENT: no such file or directory, open \'/c/x\'".\ninfo If you think this is a bug',
    'error An unexpected error occurred: "ENOENT: no such file or directory, open \'/c/x\'".',
  ],
  [
    'pnpm',
    ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
    'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
  ],
  [
    'git',
    "Cloning into 'vendor/lib'...\nfatal: unable to access 'https://example.test/': Could not resolve host\nFailed to clone",
    "fatal: unable to access 'https://example.test/': Could not resolve host",
  ],
  ['cat', 'cat: lib.txt: No such file or directory', 'cat: lib.txt: No such file or directory'],
  ['a shell', 'sh: 1: vitest: not found', 'sh: 1: vitest: not found'],
  [
    'an assertion',
    'ok 1 - a\nnot ok 2 - b\nAssertionError [ERR_ASSERTION]: Expected 1 to be 2\n    at x',
    'AssertionError [ERR_ASSERTION]: Expected 1 to be 2',
  ],
  ['a command that says nothing', 'all is well\n0 errors\nno error: fine', null],
  ['make alone', 'make: *** [Makefile:2: test] Error 1', null],
  ['nothing', '', null],
];

it.each(LIKELY)('finds what %s says', (_tool, output, text) => {
  expect(firstError(output)).toEqual(text === null ? null : { text, sure: false });
});

it('believes a compiler more than an error that came before it', () => {
  expect(firstError('Error: expected by a test\na.c:1:2: error: x')).toEqual({
    text: 'a.c:1:2: error: x',
    sure: true,
  });
});

it('cuts what is too long for a screen', () => {
  expect(firstError(`fatal: ${'x'.repeat(1000)}`)?.text).toHaveLength(200);
});
