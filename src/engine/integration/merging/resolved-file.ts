/** Resolves a conflict's file, given an option for each of its hunks. Showing an option and resolving the conflict share this. */
import type { ConflictDraft } from '../../../domain/conflict/draft.ts';
import { composeFile } from '../../../domain/conflict/hunks.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { OptionContent } from '../../../domain/conflict/options/option-draft.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome, TreeChange } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';

/** Writes a text and returns its blob. */
export type Write = (text: string) => Promise<Sha>;

/** Longer texts are usually whole files that differ each time: memoizing them would only fill memory. */
const REMEMBERED_CHARS = 10_000;

/** Returns a function that writes blobs, memoizing short texts. It writes the texts of one tick in one batch. */
export function writerOf(ports: Pick<EnginePorts, 'objects'>): Write {
  const written = new Map<string, Promise<Sha>>();
  let waiting: string[] = [];
  let writing: Promise<readonly Sha[]> | null = null;
  const writeAll = () => {
    const texts = waiting;
    waiting = [];
    writing = null;
    return ports.objects.writeBlobs(texts);
  };
  return (text) => {
    const known = written.get(text);
    if (known !== undefined) return known;
    const place = waiting.push(text) - 1;
    writing ??= Promise.resolve().then(writeAll);
    const blob = writing.then((blobs) => blobs[place] as Sha);
    if (text.length <= REMEMBERED_CHARS) written.set(text, blob);
    return blob;
  };
}

/** Returns the changes to the merged tree. `optionFor` names the option of a hunk; null takes its first one. */
export async function resolvedFile(
  ports: Pick<EnginePorts, 'objects'>,
  write: Write,
  about: {
    readonly conflicted: ConflictedPath;
    readonly draft: ConflictDraft;
    readonly outcome: MergeOutcome;
  },
  optionFor: (hunk: number) => string | null,
): Promise<readonly TreeChange[]> {
  const { conflicted, draft, outcome } = about;
  const contents = draft.hunks.map((hunk): OptionContent => {
    const wanted = optionFor(hunk.index);
    const option = hunk.options.find(({ id }) => id === wanted) ?? hunk.options[0];
    return option?.content ?? { kind: 'none' };
  });
  if (draft.segments !== null) {
    const pieces = contents.map((content) => (content.kind === 'text' ? content.text : ''));
    const mode =
      contents.find((content) => content.kind === 'text')?.mode ?? conflicted.current?.mode ?? '100644';
    const blob = await write(composeFile(draft.segments, pieces));
    return [{ path: conflicted.path, entry: { mode, blob } }];
  }
  const [content = { kind: 'none' as const }] = contents;
  const placed = await placedFiles(write, content);
  const without = content.kind === 'entry' ? (content.without ?? []) : [];
  const going = [...(await pathsThatGo(ports, conflicted, draft.files, outcome.tree)), ...without];
  const kept = new Set(placed.map(({ path }) => path));
  return [
    ...going.filter((path) => !kept.has(path)).map((path): TreeChange => ({ path, entry: null })),
    ...placed,
  ];
}

async function placedFiles(write: Write, content: OptionContent): Promise<readonly TreeChange[]> {
  if (content.kind === 'none') return [];
  const { mode, paths } = content;
  const blob = content.kind === 'text' ? await write(content.text) : content.blob;
  return paths.map((path) => ({ path, entry: { mode, blob } }));
}

/**
 * Lists the paths to remove. A path that only a message names may belong to another file by now: it is removed only if it holds one of
 * this conflict's blobs.
 */
async function pathsThatGo(
  ports: Pick<EnginePorts, 'objects'>,
  conflicted: ConflictedPath,
  files: readonly string[],
  tree: Sha,
): Promise<readonly string[]> {
  const stages = [conflicted.base, conflicted.current, conflicted.incoming].flatMap((entry) => entry ?? []);
  const own = new Set([conflicted.path, ...stages.map(({ path }) => path)]);
  const blobs = new Set(stages.map(({ blob }) => blob));
  const named = files.filter((path) => !own.has(path));
  const there = await ports.objects.readEntries(tree, named);
  const ours = named.filter((path) => blobs.has(there.get(path)?.blob as Sha));
  return [...own, ...ours];
}
