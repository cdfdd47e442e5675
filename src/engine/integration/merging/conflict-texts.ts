/** Reads the sides of a conflict and merges them with diff3 markers longer than any in the texts themselves. */

import { sideName } from '../../../domain/conflict/authors.ts';
import type { Conflict, Sides } from '../../../domain/conflict/conflict.ts';
import { type ConflictDraft, draftConflict } from '../../../domain/conflict/draft.ts';
import { isBinary } from '../../../domain/conflict/facts/lines.ts';
import { commonBase } from '../../../domain/conflict/facts/two-versions.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { ConflictId, EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import type { EnginePorts, MergingPorts } from '../ports.ts';
import { contributorsTo } from './contributors.ts';
import { folderInTheWay } from './folder-in-the-way.ts';

/** Larger files are resolved as a whole, not hunk by hunk. */
const MAX_TEXT_BYTES = 4_000_000;

/** Reads the sides' texts; null for a side that has no file, is not text, or is too large to merge by lines. */
export async function sideTexts(
  ports: Pick<EnginePorts, 'objects'>,
  conflicted: ConflictedPath,
): Promise<Sides<string | null>> {
  const entries = [conflicted.base, conflicted.current, conflicted.incoming];
  const readable = entries.flatMap((entry) => (entry?.mode.startsWith('100') ? [entry.blob] : []));
  const texts = await ports.objects.readBlobs([...new Set(readable)]);
  const [base, current, incoming] = entries.map((entry) => {
    const text = entry?.mode.startsWith('100') ? texts.get(entry.blob) : undefined;
    return text === undefined || text.length > MAX_TEXT_BYTES || isBinary(text) ? null : text;
  });
  return { base: base ?? null, current: current ?? null, incoming: incoming ?? null };
}

/** Merges the texts with diff3 markers; null when the conflict is not about lines. */
export async function diff3Text(
  ports: Pick<EnginePorts, 'objects'>,
  conflicted: ConflictedPath,
  texts: Sides<string | null>,
  names: { readonly current: string; readonly incoming: string },
): Promise<{ readonly text: string; readonly marker_size: number } | null> {
  const { current, incoming } = texts;
  if (current === null || incoming === null || (conflicted.base !== null && texts.base === null)) return null;
  const base = texts.base ?? commonBase(current, incoming);
  const marker_size = markerSize([base, current, incoming]);
  const { text } = await ports.objects.mergeFile({
    base,
    current,
    incoming,
    labels: [names.current, 'base', names.incoming],
    marker_size,
  });
  return { text, marker_size };
}

/** Drafts one conflict from its texts. Inspecting the conflict and composing its result use the same draft. */
export async function draftOf(
  ports: MergingPorts,
  state: IntegrationState,
  about: {
    readonly id: ConflictId;
    readonly effort: EffortName;
    readonly conflicted: ConflictedPath;
    readonly outcome: MergeOutcome;
    /** Commit that the effort is merged onto. */
    readonly onto: Sha;
    /** Whether its file is decided as a whole; null: by the number of its places. */
    readonly whole: boolean | null;
  },
): Promise<ConflictDraft> {
  const { id, effort, conflicted, outcome, whole } = about;
  const { messages } = outcome;
  const [texts, folder, contributors] = await Promise.all([
    sideTexts(ports, conflicted),
    folderInTheWay(ports, state, about),
    contributorsTo(ports, state, about),
  ]);
  const { target } = state;
  const current = sideName(
    contributors.map(({ name }) => name),
    target,
  );
  const diff3 = await diff3Text(ports, conflicted, texts, { current, incoming: effort });
  const { auto, policies } = state.settings.conflicts;
  return draftConflict({
    id,
    effort,
    contributors,
    target,
    conflicted,
    messages,
    texts,
    diff3,
    auto,
    policies,
    folder,
    whole,
  });
}

/** Lists every blob with a text of the conflict's hunks and options. */
export function blobsOf(conflict: Conflict): readonly Sha[] {
  const blobs = conflict.hunks.flatMap((hunk) => [
    hunk.texts.base,
    hunk.texts.current,
    hunk.texts.incoming,
    ...hunk.options.map((option) => option.blob),
  ]);
  // A submodule's entry names a commit of another repository: this one has no such object.
  const { base, current, incoming } = conflict.sides;
  const elsewhere = new Set(
    [base, current, incoming].flatMap((side) => (side?.mode === '160000' ? [side.blob] : [])),
  );
  const all = new Set([...blobs, conflict.edited?.blob ?? null].filter((blob) => blob !== null));
  return [...all].filter((blob) => !elsewhere.has(blob));
}

function markerSize(texts: readonly string[]): number {
  const longest = Math.max(
    0,
    ...texts.flatMap((text) => text.match(/^(?:<{7,}|={7,}|>{7,}|\|{7,})/gm) ?? []).map((run) => run.length),
  );
  return Math.max(7, longest + 1);
}
