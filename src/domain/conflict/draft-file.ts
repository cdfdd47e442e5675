import { isGenerated, isLockfile } from './facts/file-nature.ts';
import { gradeOf, severityWith } from './grades.ts';
import { untangled } from './nested-markers.ts';
import type { FileCollision } from './options/file-collision.ts';
import { fileOptions } from './options/file-options.ts';
import { type HunkDraft, type OptionDraft, recommendedFirst, type Support } from './options/option-draft.ts';
import { type ConflictPolicy, policyAnswer } from './options/policy.ts';

/** Drafts the one hunk of a file that collides as a whole. */
export function draftFile(
  collision: FileCollision,
  { auto: may_resolve, policies }: { readonly auto: boolean; readonly policies: readonly ConflictPolicy[] },
): Omit<HunkDraft, 'authors'> {
  const { kind, conflicted, texts } = collision;
  const options = untangled(collision) ?? fileOptions(collision);
  const { auto, recommended } = supportFor(collision, options);
  const found = classOf(collision);
  const answer = policyAnswer(policies, { path: conflicted.path, kind, ...found });
  const wanted = answer === null || answer === 'not_here' ? undefined : answer.option;
  const by_policy = options.find(({ id }) => id === wanted);
  const by_rule =
    may_resolve && auto !== null && answer !== 'not_here'
      ? { option: auto.option, by: 'rule' as const }
      : null;
  const choice = by_policy === undefined ? by_rule : { option: by_policy.id, by: 'policy' as const };
  return {
    index: 0,
    lines: null,
    texts,
    ...found,
    severity: severityWith({ auto, choice }, gradeOf(kind).severity),
    auto,
    options: recommendedFirst(options, recommended),
    recommended,
    choice,
  };
}

/** Lines that nobody looked at may mean anything, but for those that a tool wrote. */
function classOf({
  kind,
  conflicted: { path },
  texts,
  unseen,
}: FileCollision): Pick<HunkDraft, 'class' | 'level'> {
  if (!unseen) return { class: kind, level: 'file' };
  if (isLockfile(path)) return { class: 'lockfile', level: 'file' };
  if (isGenerated(path, texts.current ?? undefined)) return { class: 'generated', level: 'file' };
  return { class: 'whole_file', level: 'semantic' };
}

function supportFor(
  { kind, conflicted, suggested_place }: FileCollision,
  options: readonly OptionDraft[],
): Support {
  const named = (id: OptionDraft['id'], because: string) =>
    options.some((option) => option.id === id) ? { option: id, because } : null;
  if (kind === 'rename_rename' && conflicted.current === null && conflicted.incoming === null) {
    const away = named('delete_file', 'both sides gave the file another name');
    return { auto: away === null ? null : { rule: 'moved_away', ...away }, recommended: away };
  }
  if (suggested_place) {
    const side = conflicted.current === null ? 'take_incoming' : 'keep_current';
    return { auto: null, recommended: named(side, 'the other side moved every file of that folder here') };
  }
  if (kind === 'directory_file') {
    const both_stay = 'the file and the folder both stay, and nothing is lost';
    return { auto: null, recommended: named('keep_both_files', both_stay) };
  }
  return { auto: null, recommended: null };
}
