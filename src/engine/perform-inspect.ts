/** Looks closely at an effort's conflicts: hunks, classes, options; and builds the tree of every option before anybody sees it. */
import type { Conflict, Hunk } from '../domain/conflict/conflict.ts';
import type { ConflictDraft, HunkDraft } from '../domain/conflict/draft.ts';
import type { ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { effortNamed } from '../domain/integration/progress.ts';
import { mayResolveItself } from '../domain/integration/rules.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { ConflictedPath } from '../ports/git.ts';
import { draftOf } from './conflict-texts.ts';
import { keepEvidence } from './evidence.ts';
import { mergeStep } from './merge-step.ts';
import type { Performing } from './performing.ts';
import { resolvedFile, type Write, writerOf } from './resolved-file.ts';

interface Drafted {
  readonly met: Conflict;
  readonly conflicted: ConflictedPath;
  readonly draft: ConflictDraft;
}

export async function inspectConflict(
  { effort: name, onto }: ActionOf<'inspect_conflict'>,
  { ports, state }: Performing,
): Promise<Outcome> {
  const effort = effortNamed(state, name);
  const { outcome } = await mergeStep(ports, state, effort, onto);
  if (outcome === null)
    return {
      type: 'effort_merge_failed',
      effort: name,
      because: 'the conflict is gone when looked at again',
    };
  const drafted: Drafted[] = [];
  for (const met of state.conflicts_detected.filter((conflict) => conflict.effort === name)) {
    const conflicted = outcome.conflicted.find(({ path }) => path === met.path);
    if (conflicted === undefined)
      return { type: 'effort_merge_failed', effort: name, because: `${met.path} does not conflict any more` };
    const draft = await draftOf(ports, state, {
      id: met.id,
      effort: name,
      conflicted,
      messages: outcome.messages,
    });
    drafted.push({ met, conflicted, draft });
  }
  const write = writerOf(ports);
  const firsts = await Promise.all(
    drafted.map((one) => resolvedFile(ports, write, { ...one, outcome }, () => null)),
  );
  const conflicts: Conflict[] = [];
  for (const [place, one] of drafted.entries()) {
    const others = firsts.flatMap((changes, index) => (index === place ? [] : changes));
    const treeWith = async (hunk: HunkDraft, option: string): Promise<Sha> => {
      const changes = await resolvedFile(ports, write, { ...one, outcome }, (asked) =>
        asked === hunk.index ? option : null,
      );
      return ports.objects.writeTree(outcome.tree, [...others, ...changes]);
    };
    const hunks: Hunk[] = [];
    for (const hunk of one.draft.hunks) hunks.push(await builtHunk(write, hunk, treeWith, state.updated_at));
    conflicts.push({
      ...one.met,
      kind: one.draft.kind,
      files: one.draft.files,
      message: one.draft.message || one.met.message,
      hunks,
    });
  }
  await keepEvidence(ports, state, name, conflicts);
  return { type: 'conflict_classified', effort: name, conflicts };
}

async function builtHunk(
  write: Write,
  draft: HunkDraft,
  treeWith: (hunk: HunkDraft, option: string) => Promise<Sha>,
  at: Conflict['started_at'],
): Promise<Hunk> {
  const { texts, options, choice, ...rest } = draft;
  const blobOf = (text: string | null) => (text === null ? null : write(text));
  const [base, current, incoming] = await Promise.all([
    blobOf(texts.base),
    blobOf(texts.current),
    blobOf(texts.incoming),
  ]);
  const built = [];
  for (const { content, ...option } of options) {
    const blob =
      content.kind === 'text' ? await write(content.text) : content.kind === 'entry' ? content.blob : null;
    built.push({
      ...option,
      blob,
      mode: content.kind === 'none' ? null : content.mode,
      tree: await treeWith(draft, option.id),
    });
  }
  const hunk: Hunk = {
    ...rest,
    texts: { base, current, incoming },
    options: built,
    choice: choice === null ? null : { ...choice, at },
  };
  // Rule 3, once more at the border: whatever drafted it, a semantic conflict does not resolve itself.
  return hunk.choice?.by === 'rule' && !mayResolveItself(hunk) ? { ...hunk, choice: null } : hunk;
}
