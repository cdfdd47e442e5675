/** A history as a list of commits, written in one go in the language of git-fast-import. */

/** What becomes of a file: its new text, `null` for gone, or places to find and what to put there. */
type Change = string | null | readonly (readonly [find: string, put: string])[];

export interface SampleCommit {
  readonly branch: string;
  /** Where the branch starts; absent: it goes on where it is, or begins the history. */
  readonly from?: string;
  /** `Name <address>`. */
  readonly author: string;
  readonly days_ago: number;
  readonly message: string;
  readonly files: Readonly<Record<string, Change>>;
}

const SECONDS_OF_A_DAY = 86_400;

/** Gives the stream that makes all branches. The same moment gives the same object names. */
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

/** An edit that finds nothing would make a sample that does not show what it says; so it is a bug. */
function changed(path: string, before: string | undefined, change: Change): string | null {
  if (change === null || typeof change === 'string') return change;
  if (before === undefined) throw new Error(`${path} is not there to be edited`);
  return change.reduce((text, [find, put]) => {
    if (text.split(find).length !== 2) throw new Error(`${path} does not have this once: ${find}`);
    return text.replace(find, () => put);
  }, before);
}
