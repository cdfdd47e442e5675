import { authorsAmong, type Contributor, sideName } from './authors.ts';
import { classifyHunk } from './classify.ts';
import type { ConflictKind, Sides } from './conflict.ts';
import { languageOf } from './facts/file-nature.ts';
import type { HunkText } from './facts/hunk-text.ts';
import { isImportHunk } from './facts/imports/whole-statements.ts';
import { areVersions } from './facts/two-versions.ts';
import { severityWith } from './grades.ts';
import { composeFile, type HunkSegment, type Segment } from './hunks.ts';
import { lineOptions, type Parses } from './options/line-options.ts';
import { type HunkDraft, recommendedFirst } from './options/option-draft.ts';
import { type ConflictPolicy, policyAnswer } from './options/policy.ts';
import { supportFor } from './options/recommend.ts';
import { restOfFile } from './rest-of-file.ts';

/** What all hunks of one file have in common. */
export interface LineCollision {
  readonly path: string;
  readonly kind: ConflictKind;
  readonly segments: readonly Segment[];
  readonly texts: Sides<string | null>;
  readonly contributors: readonly Contributor[];
  /** Display name of the target, and of the effort that comes in. */
  readonly target: string;
  readonly incoming: string;
  readonly mode: string;
  readonly auto: boolean;
  readonly policies: readonly ConflictPolicy[];
}

/** How many characters of the merged file to look at before and after a hunk. */
const AROUND = 6_000;

/** Drafts every hunk of a file whose lines collide. */
export function draftLines(file: LineCollision): readonly HunkDraft[] {
  const hunks = file.segments.flatMap((segment, place) =>
    segment.kind === 'clean' ? [] : [{ segment, hunk: hunkText(file, segment, place) }],
  );
  const authorsOf = authorsAmong(file.contributors);
  const drafted = (segment: HunkSegment, hunk: HunkText, index: number) =>
    draftHunk(file, segment, { ...hunk, authors: authorsOf(hunk) }, index);
  const drafts = hunks.map(({ segment, hunk }, index) => drafted(segment, hunk, index));
  const is_import = hunks.map(({ hunk }) => isImportHunk(hunk));
  const decided = drafts.map((draft, index) => (is_import[index] ? null : decidedText(draft)));
  const open = decided.some((text, index) => text === null && !is_import[index]);
  const leansOnRest = (draft: HunkDraft, index: number) =>
    is_import[index] || (open && draft.class === 'whitespace');
  if (!drafts.some(leansOnRest)) return drafts;
  // Whether an import is needed depends on the rest of the file; so does the reason why a side changed the layout of lines.
  const rest = restOfFile(file, decided, open);
  return hunks.map(({ segment, hunk }, index) => {
    const draft = drafts[index];
    return draft !== undefined && !leansOnRest(draft, index)
      ? draft
      : drafted(segment, { ...hunk, rest }, index);
  });
}

/** Returns the text that a hunk is resolved to without asking; null while the operator has to decide. */
function decidedText(draft: HunkDraft): string | null {
  const decided = draft.choice?.option ?? draft.auto?.option;
  const content = draft.options.find(({ id }) => id === decided)?.content;
  return content?.kind === 'text' ? content.text : null;
}

function hunkText(file: LineCollision, { base, current, incoming }: HunkSegment, place: number): HunkText {
  return {
    path: file.path,
    base,
    current,
    incoming,
    two_versions: file.kind === 'add_add' && areVersions(file.texts.current ?? '', file.texts.incoming ?? ''),
    ...surroundings(file, place),
  };
}

function draftHunk(
  file: LineCollision,
  segment: HunkSegment,
  { authors, ...hunk }: HunkText & Pick<HunkDraft, 'authors'>,
  index: number,
): HunkDraft {
  const { path, kind, policies } = file;
  const { base, current, incoming, lines } = segment;
  const classification = classifyHunk(hunk);
  const names = { current: sideName(authors, file.target), incoming: file.incoming };
  const built = lineOptions(hunk, classification, names, file.mode, jsonCheck(file, index));
  const { auto, recommended } = supportFor(hunk, classification, built);
  const answer = policyAnswer(policies, { path, kind, ...classification });
  const wanted = answer === null || answer === 'not_here' ? undefined : answer.option;
  const by_policy = built.find(({ aliases }) => wanted !== undefined && aliases.includes(wanted));
  const by_rule =
    file.auto && auto !== null && answer !== 'not_here' ? { option: auto.option, by: 'rule' as const } : null;
  const choice = by_policy === undefined ? by_rule : { option: by_policy.draft.id, by: 'policy' as const };
  return {
    index,
    lines,
    texts: { base, current, incoming },
    authors,
    ...classification,
    severity: severityWith({ auto, choice }, classification.severity),
    auto,
    options: recommendedFirst(
      built.map(({ draft }) => draft),
      recommended,
    ),
    recommended,
    choice,
  };
}

function surroundings(
  { segments, texts }: LineCollision,
  place: number,
): Pick<HunkText, 'before' | 'after' | 'head'> {
  const clean = (segment: Segment | undefined) => (segment?.kind === 'clean' ? segment.text : '');
  return {
    before: clean(segments[place - 1])
      .slice(-AROUND)
      .replace(/^[^\n]*\n/, (cut) => (cut.length < AROUND ? cut : '')),
    after: clean(segments[place + 1]).slice(0, AROUND),
    head: (texts.current ?? texts.incoming ?? '').slice(0, 600),
  };
}

/**
 * Returns a check whether the JSON file parses with a given text for one hunk and the current side's text for all others. The check
 * returns null for other languages, and where the current side itself does not parse.
 */
function jsonCheck({ path, segments, texts }: LineCollision, index: number): Parses {
  if (languageOf(path) !== 'json' || texts.current === null || !parsesAsJson(texts.current))
    return () => null;
  const others = segments.flatMap((segment) => (segment.kind === 'hunk' ? [segment.current] : []));
  if (!parsesAsJson(composeFile(segments, others))) return () => null;
  return (text) => parsesAsJson(composeFile(segments, others.with(index, text)));
}

function parsesAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
