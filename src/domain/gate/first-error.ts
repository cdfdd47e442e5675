/**
 * Finds the line of an output that tells why a gate is red. Tools print it early and bury it under counts, stacks and banners of those who
 * started them.
 */

/** A line that tells an error. */
export interface ErrorLine {
  readonly text: string;
  /** Whether a compiler or loader names a fault of the code. Other lines may come from a test that expects an error. */
  readonly sure: boolean;
}

/** Takes the lines of an output one by one. */
export interface ErrorFinder {
  readonly push: (line: string) => void;
  /** Returns the first line of the surest kind; null: none was recognised. */
  readonly found: () => ErrorLine | null;
}

const LONGEST = 200;

/** What says that a file cannot be compiled or loaded, with the place. */
const SURE: readonly RegExp[] = [
  // tsc, with and without --pretty; csc; MSBuild
  /^[^\s(:][^(]*\(\d+,\d+\): error [A-Z]+\d+: /,
  /^[^\s:].*?:\d+:\d+ - error TS\d+: /,
  // cc, clang, swiftc, kotlinc, flow of javac and mypy
  /^\S.*?:\d+(?::\d+)?: (?:fatal )?error: /,
  /^e: .*?:\d+:\d+:? /,
  // go build and go vet
  /^(?:vet: )?\S+\.go:\d+:\d+: /,
  // rustc: its place is on the next line
  /^error(?:\[E\d+\])?: (?!could not compile|aborting due to|test failed|process didn't exit|\d+ target)/,
  // esbuild and vite
  /^\s*[✘X] \[ERROR\] /,
  // loaders
  /\bSyntaxError: /,
  /\bError(?: \[\w+\])?: Cannot find (?:module|package) /,
  /\b(?:ModuleNotFoundError|ImportError|IndentationError): /,
  /\bERR_MODULE_NOT_FOUND\b.*Cannot find/,
  /^.*\bPHP (?:Parse|Fatal) error: /,
  /\bLoadError\)|\(SyntaxError\)/,
];

/** What tells an error of whatever kind. */
const LIKELY: readonly RegExp[] = [
  /^\s*(?:Uncaught |E\s+)?(?:[A-Z][A-Za-z]*)?(?:Error|Exception)(?: \[\w+\])?: \S/,
  /^\s*(?:error|ERROR|fatal|FATAL|\[error\]|Error):? \S/,
  /^\s*ERR_[A-Z]\w+ /,
  /^➤ YN\d+: .*(?:error|would have been modified|doesn't|failed|not found)/i,
  /^npm (?:error|ERR!) \S/,
  /^panic: /,
  /^thread '.*' panicked at /,
  // shells and small programs
  /^[\w./-]+: .*(?:not found|Permission denied|No such file or directory)$/,
  /^(?:npm|pnpm|yarn|bun|pip|make|cargo|go|git): .*(?:error|failed|cannot|not found)/i,
];

/** What all of these have in common. */
const MENTIONS = /error|err[!_]|exception|fatal|panic|fail|not found|denied|no such|cannot|^e: |^➤|\.go:\d/i;

/** Lines by which programs report that another one failed, and where they wrote more about it. */
const BANNER =
  /^npm (?:error|ERR!) (?:code|path|errno|syscall|command|signal|workspace|location|cwd|node|npm|Lifecycle|Exit status|Test failed|A complete log|Did you|Log files)|\bELIFECYCLE\b|\bCommand failed with exit code \d|^error Command failed\b|^error: (?:script|recipe) "?|^make(?:\[\d+\])?: \*\*\*|^Error: Process completed/i;

/** `12:7  error  'x' is not defined  no-undef`, below a line with the file's path. @see eslint's formatter "stylish" */
const BELOW_ITS_FILE = /^\s+(\d+:\d+)\s+error\s+(\S.*)$/;
/** `  --> src/main.rs:2:5`, `    src/a.ts:1:20:`, `/app/a.js:3`: the place of an error, on a line of its own. */
const PLACE = /^\s*(?:(?:-->|╭▸|at)\s*)?((?:file:\/\/)?[\w@./\\-]+\.\w+:\d+(?::\d+)?):?$/;

/** Creates a finder of an output's first error line. */
export function errorFinder(): ErrorFinder {
  let found: ErrorLine | null = null;
  let file = '';
  let place = '';
  let wants_place = false;
  return {
    push: (whole) => {
      if (found?.sure && !wants_place) return;
      const line = whole.slice(0, LONGEST * 4);
      const at = PLACE.exec(line)?.[1];
      if (wants_place && found !== null && line.trim() !== '') {
        if (at !== undefined) found = { ...found, text: cutTo(`${at}: ${found.text}`) };
        wants_place = false;
        return;
      }
      const mentions = MENTIONS.test(line);
      const inFile = mentions ? BELOW_ITS_FILE.exec(line) : null;
      const sure = mentions && (inFile !== null || SURE.some((pattern) => pattern.test(line)));
      if (sure) {
        const text =
          inFile === null ? line.trim() : `${file}:${inFile[1]} ${inFile[2]}`.replaceAll(/\s+/g, ' ');
        const has_place = inFile !== null || /:\d|\(\d/.test(text);
        found = { text: cutTo(has_place || place === '' ? text : `${place}: ${text}`), sure };
        wants_place = !has_place && place === '';
      } else if (
        mentions &&
        found === null &&
        !BANNER.test(line) &&
        LIKELY.some((pattern) => pattern.test(line))
      ) {
        found = { text: cutTo(line.trim()), sure };
      }
      if (at !== undefined) place = at;
      else if (/^\S+\.\w+$/.test(line)) file = line;
    },
    found: () => found,
  };
}

function cutTo(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
