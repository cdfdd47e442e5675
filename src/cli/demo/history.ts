/** A history as a list of commits, which git fast-import writes in one go. */

/** The change to a file: its new text, `null` to delete it, or pairs of a text to find and its replacement. */
type Change = string | null | readonly (readonly [find: string, put: string])[];

export interface SampleCommit {
  readonly branch: string;
  /** Where the branch starts. When absent, the branch continues where it is, or begins the history. */
  readonly from?: string;
  /** `Name <address>`. */
  readonly author: string;
  readonly days_ago: number;
  readonly message: string;
  readonly files: Readonly<Record<string, Change>>;
}

const SECONDS_OF_A_DAY = 86_400;

/** Writes the git fast-import stream that creates all branches. The same `now_ms` produces the same object names. */
export function historyStream(commits: readonly SampleCommit[], now_ms: number): string {
  const trees = new Map<string, ReadonlyMap<string, string>>();
  const out: string[] = [];
  for (const { branch, from, author, days_ago, message, files } of commits) {
    const before = trees.get(branch) ?? (from === undefined ? new Map<string, string>() : trees.get(from));
    if (before === undefined) throw new Error(`${branch} starts from ${from}, which does not exist`);
    const date = `${Math.floor(now_ms / 1000 - days_ago * SECONDS_OF_A_DAY)} +0000`;
    out.push(
      `commit refs/heads/${branch}\nauthor ${author} ${date}\ncommitter ${author} ${date}\n`,
      data(`${message}\n`),
    );
    if (!trees.has(branch) && from !== undefined) out.push(`from refs/heads/${from}\n`);
    const after = new Map(before);
    for (const [path, change] of Object.entries(files)) {
      const text = changed(path, before.get(path), change);
      if (text === null) {
        after.delete(path);
        out.push(`D ${path}\n`);
      } else {
        after.set(path, text);
        out.push(`M 100644 inline ${path}\n`, data(text));
      }
    }
    trees.set(branch, after);
    out.push('\n');
  }
  return [...out, 'done\n'].join('');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** Applies a change to a file's text. An edit that finds nothing would make the sample differ from its description, so it throws. */
function changed(path: string, before: string | undefined, change: Change): string | null {
  if (change === null || typeof change === 'string') return change;
  if (before === undefined) throw new Error(`${path} is not there to be edited`);
  return change.reduce((text, [find, put]) => {
    if (text.split(find).length !== 2) throw new Error(`${path} does not have this once: ${find}`);
    return text.replace(find, () => put);
  }, before);
}
