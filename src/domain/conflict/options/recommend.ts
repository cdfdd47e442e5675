/** This folder: the options of a decision, their evidence and the recommendation. */
import type { Classification } from '../classify.ts';
import type { AutoResolution, Hunk, Sides } from '../conflict.ts';
import { surplus } from '../facts/counts.ts';
import { editsOf } from '../facts/edits.ts';
import { isBlank, splitLines } from '../facts/lines.ts';
import { wordsOf } from '../facts/tokens.ts';
import type { HunkClass } from '../grades.ts';
import { RESOLVERS } from '../resolvers/table.ts';
import type { LineOption } from './line-options.ts';
import type { Support } from './option-draft.ts';

/** Finds the option that resolves a hunk without the operator, or else the one that facts support. */
export function supportFor(
  hunk: Sides<string>,
  { class: hunk_class, level }: Classification,
  options: readonly LineOption[],
): Support {
  const auto = level === 'line' ? autoResolution(options) : null;
  if (auto !== null) return { auto, recommended: { option: auto.option, because: auto.because } };
  if (level !== 'line') return { auto: null, recommended: null };
  return {
    auto: null,
    recommended:
      byRecord(options) ?? byInsertion(hunk, hunk_class, options) ?? byDistance(hunk, hunk_class, options),
  };
}

/**
 * Picks the option of the surest rule. A text that loses a line or has a visible defect is never chosen unseen, whatever the rule
 * reports.
 */
function autoResolution(options: readonly LineOption[]): AutoResolution | null {
  const sound = options.filter(isSound);
  for (const { rule } of RESOLVERS) {
    for (const { draft, rules } of sound) {
      const found = rules.find((applied) => applied.safe && applied.rule === rule);
      if (found !== undefined) return { rule, because: found.because, option: draft.id };
    }
  }
  return null;
}

function byRecord(options: readonly LineOption[]): Hunk['recommended'] {
  for (const option of options) {
    const rule = option.rules.find(({ record }) => record !== null);
    if (rule === undefined || !isSound(option)) continue;
    return { option: option.draft.id, because: `${rule.because}; ${rule.record}` };
  }
  return null;
}

/** Recommends both insertions when both sides only insert, and nothing is lost, repeated or defined twice. */
function byInsertion(
  { base }: Sides<string>,
  hunk_class: HunkClass,
  options: readonly LineOption[],
): Hunk['recommended'] {
  if (!isBlank(base) || !['both_insert', 'both_insert_list', 'prose'].includes(hunk_class)) return null;
  const both = options.find(({ aliases }) => aliases.includes('combine_current_incoming'));
  if (both === undefined || !isSound(both) || both.evidence.repeats > 0) return null;
  return {
    option: both.draft.id,
    because: 'both sides only insert, and the result loses and repeats no line of either',
  };
}

/** Recommends both changes when the sides change neighbouring lines, one of them line for line, and no changed word is the same. */
function byDistance(
  { base, current, incoming }: Sides<string>,
  hunk_class: HunkClass,
  options: readonly LineOption[],
): Hunk['recommended'] {
  const both = options.find(({ aliases }) => aliases.includes('resolver:adjacent'));
  // Neighbouring sentences belong together, as imports do.
  if (['imports', 'prose', 'changelog'].includes(hunk_class) || both === undefined || !isSound(both))
    return null;
  // Where one side inserts lines and the other restructures, the new lines often belong to what is gone.
  if (!lineForLine(base, current) && !lineForLine(base, incoming)) return null;
  const [ours, theirs] = [changedWords(base, current), changedWords(base, incoming)];
  if (ours.some((word) => theirs.includes(word))) return null;
  return {
    option: both.draft.id,
    because: 'the sides change different lines, and no word that one changes is changed by the other',
  };
}

function lineForLine(base: string, side: string): boolean {
  const edits = editsOf(splitLines(base), splitLines(side));
  return edits?.every((edit) => edit.items.length === edit.to - edit.from) === true;
}

function changedWords(base: string, side: string): readonly string[] {
  const [was, is] = [wordsOf(base), wordsOf(side)];
  return [...surplus(was, is), ...surplus(is, was)].filter((word) => /\w\w/.test(word));
}

function isSound({ evidence }: LineOption): boolean {
  return !evidence.defective && evidence.loses.current.lines + evidence.loses.incoming.lines === 0;
}
