/** Inspects an effort's conflicts: hunks, classes, options. Builds the tree of every option before anybody sees it. */

import { conflictsRefusal, draftSize, roomByPlaces } from '../../../domain/conflict/bounds.ts';
import type { Conflict, Hunk } from '../../../domain/conflict/conflict.ts';
import type { ConflictDraft } from '../../../domain/conflict/draft.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { HunkDraft } from '../../../domain/conflict/options/option-draft.ts';
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { mayResolveItself } from '../../../domain/integration/rules.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Performing } from '../performing.ts';
import { draftOf } from './conflict-texts.ts';
import { keepEvidence } from './evidence.ts';
import { mergeStep } from './merge-step.ts';
import { resolvedFile, type Write, writerOf } from './resolved-file.ts';

interface Drafted {
  readonly met: Conflict;
  readonly conflicted: ConflictedPath;
  readonly draft: ConflictDraft;
}

export async function inspectConflict(
  { effort: name, onto }: ActionOf<'inspect_conflict'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const effort = effortNamed(state, name);
  const { outcome, onto: merged_onto } = await mergeStep(ports, state, effort, onto);
  if (outcome === null)
    return {
      type: 'effort_merge_failed',
      effort: name,
      because: 'the conflict is gone when looked at again',
    };
  const others = state.conflicts_detected.filter((conflict) => conflict.effort !== name);
  const drafted: Drafted[] = [];
  let room = roomByPlaces(others);
  for (const met of state.conflicts_detected.filter((conflict) => conflict.effort === name)) {
    const conflicted = outcome.conflicted.find(({ path }) => path === met.path);
    if (conflicted === undefined)
      return { type: 'effort_merge_failed', effort: name, because: `${met.path} does not conflict any more` };
    const about = { id: met.id, effort: name, conflicted, outcome, onto: merged_onto };
    let draft = await draftOf(ports, state, { ...about, whole: room > 0 ? null : true });
    room -= draftSize(draft.hunks);
    if (room < 0) draft = await draftOf(ports, state, { ...about, whole: true });
    drafted.push({ met, conflicted, draft });
  }
  const write = writerOf(ports);
  const firsts = await Promise.all(
    drafted.map((one) => resolvedFile(ports, write, { ...one, outcome }, () => null)),
  );
  const conflicts: Conflict[] = [];
  for (const [place, one] of drafted.entries()) {
    const others = firsts.flatMap((changes, index) => (index === place ? [] : changes));
    const changesOf = (hunk: number, option: string) =>
      resolvedFile(ports, write, { ...one, outcome }, (asked) => (asked === hunk ? option : null));
    const treesOf = async (options: readonly HunkOption[]): Promise<readonly Sha[]> => {
      const changes = await Promise.all(options.map(({ hunk, option }) => changesOf(hunk, option)));
      const contents = changes.map(([only, ...more]) => (more.length === 0 ? (only?.entry ?? null) : null));
      if (one.draft.segments === null || contents.includes(null))
        return Promise.all(changes.map((own) => ports.objects.writeTree(outcome.tree, [...others, ...own])));
      const settled = await ports.objects.writeTree(outcome.tree, [...others, ...(firsts[place] ?? [])]);
      const { path } = one.conflicted;
      return ports.objects.writeVariants(
        settled,
        path,
        contents.filter((content) => content !== null),
      );
    };
    conflicts.push({
      ...one.met,
      kind: one.draft.kind,
      files: one.draft.files,
      message: one.draft.message || one.met.message,
      hunks: await builtHunks(write, one.draft.hunks, treesOf, state.updated_at),
    });
  }
  const because = conflictsRefusal(conflicts, others);
  if (because !== null) return { type: 'effort_merge_failed', effort: name, because };
  await keepEvidence(ports, state, name, conflicts);
  return { type: 'conflict_classified', effort: name, conflicts };
}

interface HunkOption {
  readonly hunk: number;
  readonly option: string;
}

/** Each tree holds a whole file in memory for a moment. */
const TREES_AT_ONCE = 60;

/** Builds the trees of all options in batches: a file may have a hundred hunks with five options each. */
async function builtHunks(
  write: Write,
  drafts: readonly HunkDraft[],
  treesOf: (options: readonly HunkOption[]) => Promise<readonly Sha[]>,
  at: Conflict['started_at'],
): Promise<readonly Hunk[]> {
  const wanted = drafts.flatMap(({ index, options }) =>
    options.map(({ id }) => ({ hunk: index, option: id })),
  );
  const trees: Sha[] = [];
  for (let from = 0; from < wanted.length; from += TREES_AT_ONCE)
    trees.push(...(await treesOf(wanted.slice(from, from + TREES_AT_ONCE))));
  const treeOf = new Map(wanted.map(({ hunk, option }, place) => [`${hunk} ${option}`, trees[place] as Sha]));
  return Promise.all(
    drafts.map((draft) =>
      builtHunk(write, draft, (option) => treeOf.get(`${draft.index} ${option}`) as Sha, at),
    ),
  );
}

async function builtHunk(
  write: Write,
  draft: HunkDraft,
  treeWith: (option: string) => Sha,
  at: Conflict['started_at'],
): Promise<Hunk> {
  const { texts, options, choice, ...rest } = draft;
  const blobOf = (text: string | null) => (text === null ? null : write(text));
  const [base, current, incoming] = await Promise.all([
    blobOf(texts.base),
    blobOf(texts.current),
    blobOf(texts.incoming),
  ]);
  const built = await Promise.all(
    options.map(async ({ content, ...option }) => ({
      ...option,
      blob:
        content.kind === 'text' ? await write(content.text) : content.kind === 'entry' ? content.blob : null,
      mode: content.kind === 'none' ? null : content.mode,
      tree: treeWith(option.id),
    })),
  );
  const hunk: Hunk = {
    ...rest,
    texts: { base, current, incoming },
    options: built,
    choice: choice === null ? null : { ...choice, at },
  };
  // Rule 3, checked once more at the border: no matter who drafted it, a semantic conflict never resolves itself.
  return hunk.choice?.by === 'rule' && !mayResolveItself(hunk) ? { ...hunk, choice: null } : hunk;
}
