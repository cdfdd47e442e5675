import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sides } from '../../../src/domain/conflict/conflict.ts';
import { type ConflictDraft, draftConflict } from '../../../src/domain/conflict/draft.ts';
import { freeMarkerSize } from '../../../src/domain/conflict/hunks.ts';
import type { ConflictedPath, MergeMessage } from '../../../src/domain/conflict/merge-report.ts';
import type { HunkDraft } from '../../../src/domain/conflict/options/option-draft.ts';
import type { Resolution, Resolver } from '../../../src/domain/conflict/resolvers/resolver.ts';
import type { ConflictId, EffortName, Sha } from '../../../src/domain/shared/ids.ts';
import { hermeticEnv } from '../../support/repository.ts';

/** Merges three texts (one character per byte) with the git of this machine. */
export function mergeFile(sides: Sides<string>, ...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'intorch-test-'));
  try {
    for (const side of ['base', 'current', 'incoming'] as const)
      writeFileSync(join(folder, side), sides[side], 'latin1');
    const labels = ['-L', 'main', '-L', 'base', '-L', 'effort'];
    const args = ['merge-file', '-p', ...labels, ...options, '--', 'current', 'base', 'incoming'];
    const done = spawnSync('git', args, {
      cwd: folder,
      env: hermeticEnv(),
      encoding: 'latin1',
      maxBuffer: 100_000_000,
    });
    if (done.status === null || done.status > 127) throw new Error(done.stderr);
    return done.stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same with diff3 markers of a size that nothing in the texts has. */
export function mergeWithMarkers(sides: Sides<string>): { text: string; marker_size: number } {
  const marker_size = freeMarkerSize([sides.base, sides.current, sides.incoming]);
  return { text: mergeFile(sides, '--diff3', `--marker-size=${marker_size}`), marker_size };
}

/** Drafts a path that both sides changed, from its whole texts. */
export function draftOf(
  path: string,
  sides: Sides<string>,
  more: Partial<Parameters<typeof draftConflict>[0]> = {},
): ConflictDraft {
  const conflicted = conflictedPath(path, { base: '1', current: '2', incoming: '3' });
  return draftConflict({
    id: 'effort#1' as ConflictId,
    effort: 'effort' as EffortName,
    contributors: [],
    target: 'main',
    conflicted,
    messages: [said('CONFLICT (contents)', [path], `CONFLICT (content): Merge conflict in ${path}`)],
    texts: sides,
    diff3: mergeWithMarkers(sides),
    auto: true,
    policies: [],
    ...more,
  });
}

/** Returns a path with a stage for each side that is named, each with an object of its own. */
export function conflictedPath(
  path: string,
  blobs: Partial<Sides<string>>,
  modes: Partial<Sides<string>> = {},
): ConflictedPath {
  const entry = (side: keyof Sides<string>) => {
    const digit = blobs[side];
    return digit === undefined
      ? null
      : { mode: modes[side] ?? '100644', blob: digit.repeat(40) as Sha, path };
  };
  return { path, base: entry('base'), current: entry('current'), incoming: entry('incoming') };
}

function said(type: string, paths: readonly string[], text: string): MergeMessage {
  return { type, paths, text };
}

/** Returns the only hunk of a draft. */
export function onlyHunk(draft: ConflictDraft): HunkDraft {
  const [hunk, ...others] = draft.hunks;
  if (hunk === undefined || others.length > 0) throw new Error(`there are ${draft.hunks.length} hunks`);
  return hunk;
}

/** Returns the text an option comes to. */
export function textOf(hunk: HunkDraft, id: string): string {
  const content = hunk.options.find((option) => option.id === id)?.content;
  if (content?.kind !== 'text') throw new Error(`${id} is no text`);
  return content.text;
}

/** Lines as a text. */
export function lines(...texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

/** Applies one rule to a hunk given as three texts. */
export function apply(
  rule: Resolver,
  path: string,
  [base, current, incoming]: readonly [base: string, current: string, incoming: string],
  around: { readonly before?: string; readonly after?: string } = {},
): Resolution | null {
  return rule.resolve({ path, base, current, incoming, ...around });
}
