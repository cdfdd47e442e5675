/** Looks closely at an effort's conflicts: hunks, classes, options; and builds the tree of every option before anybody sees it. */
import type { Conflict, Hunk } from '../domain/conflict/conflict.ts';
import type { ConflictDraft, HunkDraft, OptionContent } from '../domain/conflict/draft.ts';
import { composeFile } from '../domain/conflict/hunks.ts';
import type { ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { effortNamed } from '../domain/integration/progress.ts';
import { mayResolveItself } from '../domain/integration/rules.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { ConflictedPath, TreeChange } from '../ports/git.ts';
import { draftOf } from './conflict-texts.ts';
import { mergeStep } from './merge-step.ts';
import type { Performing } from './perform.ts';
import { keepEvidence } from './evidence.ts';

interface Drafted {
  readonly met: Conflict;
  readonly conflicted: ConflictedPath;
  readonly draft: ConflictDraft;
}

export async function inspectConflict({ effort: name, onto }: ActionOf<'inspect_conflict'>, { ports, state }: Performing): Promise<Outcome> {
  const effort = effortNamed(state, name);
  const { outcome } = await mergeStep(ports, state, effort, onto);
  if (outcome === null) return { type: 'effort_merge_failed', effort: name, because: 'the conflict is gone when looked at again' };
  const drafted: Drafted[] = [];
  for (const met of state.conflicts_detected.filter((conflict) => conflict.effort === name)) {
    const conflicted = outcome.conflicted.find(({ path }) => path === met.path);
    if (conflicted === undefined) return { type: 'effort_merge_failed', effort: name, because: `${met.path} does not conflict any more` };
    const draft = await draftOf(ports, state, { id: met.id, effort: name, conflicted, messages: outcome.messages });
    drafted.push({ met, conflicted, draft });
  }
  const write = writerOf(ports);
  const firsts = await Promise.all(drafted.map((one) => fileChange(write, one, () => null)));
  const conflicts: Conflict[] = [];
  for (const [place, one] of drafted.entries()) {
    const others = firsts.flatMap((changes, index) => (index === place ? [] : changes));
    const treeWith = async (hunk: HunkDraft, option: string): Promise<Sha> => {
      const changes = await fileChange(write, one, (asked) => (asked === hunk.index ? option : null));
      return ports.objects.writeTree(outcome.tree, [...others, ...changes]);
    };
    const hunks: Hunk[] = [];
    for (const hunk of one.draft.hunks) hunks.push(await builtHunk(write, hunk, treeWith, state.updated_at));
    conflicts.push({ ...one.met, kind: one.draft.kind, files: one.draft.files, message: one.draft.message || one.met.message, hunks });
  }
  await keepEvidence(ports, state, name, conflicts);
  return { type: 'conflict_classified', effort: name, conflicts };
}

type Write = (text: string) => Promise<Sha>;

/** Writes blobs, each text once. */
function writerOf(ports: Performing['ports']): Write {
  const written = new Map<string, Promise<Sha>>();
  return (text) => {
    const known = written.get(text) ?? ports.objects.writeBlobs([text]).then(([blob]) => blob as Sha);
    written.set(text, known);
    return known;
  };
}

/** Gives the changes to the tree that a conflict's file comes to, with the named option for some hunks and the first for all others. */
export async function fileChange(
  write: Write,
  { conflicted, draft }: Pick<Drafted, 'conflicted' | 'draft'>,
  optionFor: (hunk: number) => string | null,
): Promise<readonly TreeChange[]> {
  const contents = draft.hunks.map((hunk) => {
    const wanted = optionFor(hunk.index);
    return (hunk.options.find((option) => option.id === wanted) ?? hunk.options[0])?.content ?? { kind: 'none' as const };
  });
  const stages = [conflicted.base, conflicted.current, conflicted.incoming].flatMap((entry) => (entry === null ? [] : [entry.path]));
  const cleared = [...new Set([conflicted.path, ...stages])].map((path): TreeChange => ({ path, entry: null }));
  if (draft.segments !== null) {
    const text = composeFile(draft.segments, contents.map((content) => (content.kind === 'text' ? content.text : '')));
    const mode = contents.find((content) => content.kind === 'text')?.mode ?? conflicted.current?.mode ?? '100644';
    return [{ path: conflicted.path, entry: { mode, blob: await write(text) } }];
  }
  const whole = await wholeFile(write, contents[0] ?? { kind: 'none' });
  return [...cleared.filter(({ path }) => !whole.some((change) => change.path === path)), ...whole.map((change) => ({ ...change, path: change.path || conflicted.path }))];
}

async function wholeFile(write: Write, content: OptionContent): Promise<readonly TreeChange[]> {
  if (content.kind === 'none') return [];
  if (content.kind === 'entry') return [{ path: '', entry: { mode: content.mode, blob: content.blob } }];
  return [{ path: '', entry: { mode: content.mode, blob: await write(content.text) } }];
}

async function builtHunk(
  write: Write,
  draft: HunkDraft,
  treeWith: (hunk: HunkDraft, option: string) => Promise<Sha>,
  at: Conflict['started_at'],
): Promise<Hunk> {
  const { texts, options, choice, ...rest } = draft;
  const blobOf = (text: string | null) => (text === null ? null : write(text));
  const [base, current, incoming] = await Promise.all([blobOf(texts.base), blobOf(texts.current), blobOf(texts.incoming)]);
  const built = [];
  for (const { content, ...option } of options) {
    const blob = content.kind === 'text' ? await write(content.text) : content.kind === 'entry' ? content.blob : null;
    built.push({ ...option, blob, mode: content.kind === 'none' ? null : content.mode, tree: await treeWith(draft, option.id) });
  }
  const hunk: Hunk = { ...rest, texts: { base, current, incoming }, options: built, choice: choice === null ? null : { ...choice, at } };
  // Rule 3, once more at the border: whatever drafted it, a semantic conflict does not resolve itself.
  return hunk.choice?.by === 'rule' && !mayResolveItself(hunk) ? { ...hunk, choice: null } : hunk;
}
