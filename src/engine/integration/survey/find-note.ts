import { isDocumentation, migrationNote } from '../../../domain/code/notes.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';

/** Bounds of what is read for a note. */
const MOST_DOCUMENTS = 200;
const LARGEST_DOCUMENT = 1_000_000;

/** Finds a migration note among the changed documents of the result. */
export async function findNote(
  { objects }: EnginePorts,
  from: Sha,
  to: Sha,
  changed: readonly ChangedPath[],
  gone: readonly string[],
): Promise<string | null> {
  const paths = changed
    .filter(({ path, status, binary }) => status !== 'D' && !binary && isDocumentation(path))
    .map(({ path }) => path)
    .slice(0, MOST_DOCUMENTS);
  if (paths.length === 0) return null;
  const [before, after] = await Promise.all([
    objects.readEntries(from, paths),
    objects.readEntries(to, paths),
  ]);
  const files = [...before.values(), ...after.values()].filter(({ mode }) => mode.startsWith('100'));
  const texts = await objects.readBlobs(files.map(({ blob }) => blob));
  const documents = paths.flatMap((path) => {
    const text = texts.get(after.get(path)?.blob as Sha);
    const old = texts.get(before.get(path)?.blob as Sha) ?? '';
    const is_small = text !== undefined && Math.max(text.length, old.length) <= LARGEST_DOCUMENT;
    return is_small ? [{ path, before: old, after: text }] : [];
  });
  return migrationNote(documents, gone);
}
