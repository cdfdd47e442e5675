/** Writes histories as git fast-import streams: a whole repository in one process, with fixed names and dates. */

/** `null` deletes the path. A path that starts with `"` is already in git's quoted form, for names that are not UTF-8. */
type Content = string | Uint8Array | null | { readonly mode: string; readonly text: string | Uint8Array };
export type Files = Readonly<Record<string, Content>>;

export interface CommitDetails {
  readonly message?: string;
  /** Seconds since the epoch; default: a minute after the previous commit. */
  readonly date?: number;
  readonly author?: string;
  /** Branches or object names of further parents. */
  readonly merges?: readonly string[];
}

const DESCRIBED = Symbol('described');
interface Described {
  readonly [DESCRIBED]: CommitDetails;
  readonly files: Files;
}

/** A commit: the files it changes. `described` adds anything unusual. */
export type CommitSpec = Files | Described;

/** Creates a commit with a message, date, author or further parents of its own. */
export function described(files: Files, details: CommitDetails): CommitSpec {
  return { [DESCRIBED]: details, files };
}

/** Commits of a branch, from nothing or from another branch (or object name). */
export type BranchSpec =
  | readonly CommitSpec[]
  | { readonly from: string; readonly commits: readonly CommitSpec[] };

/** Branches by name. A branch comes after the one it starts from. */
export type World = Readonly<Record<string, BranchSpec>>;

const FIRST_DATE = Date.UTC(2026, 0, 5, 9) / 1000;
const PERSON = 'Ada Author <ada@example.org>';

/** Builds a stream. `count` is how many commits the repository already has, so that the dates continue. */
export function fastImportStream(world: World, count: number): Buffer {
  const out: Buffer[] = [];
  const write = (text: string) => out.push(Buffer.from(text));
  const data = (content: string | Uint8Array) => {
    const bytes = Buffer.from(content);
    write(`data ${bytes.length}\n`);
    out.push(bytes);
    write('\n');
  };
  const written = new Set<string>();
  // A branch of this very stream is called by its name; `^0` makes git look into the repository instead.
  const commitish = (name: string) => {
    if (/^[0-9a-f]{40,64}$/.test(name)) return name;
    return written.has(name) ? `refs/heads/${name}` : `refs/heads/${name}^0`;
  };
  let number = count;
  for (const [branch, spec] of Object.entries(world)) {
    const from = 'from' in spec ? spec.from : null;
    const commits = 'from' in spec ? spec.commits : spec;
    if (from !== null) write(`reset refs/heads/${branch}\nfrom ${commitish(from)}\n\n`);
    written.add(branch);
    for (const commit of commits as readonly CommitSpec[]) {
      const { files, details } = unpack(commit);
      const date = details.date ?? FIRST_DATE + number * 60;
      number += 1;
      write(`commit refs/heads/${branch}\n`);
      write(`author ${details.author ?? PERSON} ${date} +0000\ncommitter ${PERSON} ${date} +0000\n`);
      data(details.message ?? `${branch}: change ${Object.keys(files).join(', ') || 'nothing'}\n`);
      for (const other of details.merges ?? []) write(`merge ${commitish(other)}\n`);
      for (const [path, content] of Object.entries(files)) writeFile(path, content);
      write('\n');
    }
  }
  write('done\n');
  return Buffer.concat(out);

  function writeFile(path: string, content: Content): void {
    if (content === null) return void write(`D ${quoted(path)}\n`);
    const { mode, text } =
      typeof content === 'string' || content instanceof Uint8Array
        ? { mode: '100644', text: content }
        : content;
    if (mode === '160000') return void write(`M 160000 ${text} ${quoted(path)}\n`);
    write(`M ${mode} inline ${quoted(path)}\n`);
    data(text);
  }
}

function unpack(commit: CommitSpec): { files: Files; details: CommitDetails } {
  if (DESCRIBED in commit) {
    const { files, [DESCRIBED]: details } = commit as Described;
    return { files, details };
  }
  return { files: commit, details: {} };
}

function quoted(path: string): string {
  if (path.startsWith('"')) return path;
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
