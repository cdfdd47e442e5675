/** Edits a conflict in the operator's editor: writes a file with diff3 markers, and accepts it once they are gone. */
import type { Conflict } from '../../../domain/conflict/conflict.ts';
import { mergedMode } from '../../../domain/conflict/draft.ts';
import { newMarkerLines } from '../../../domain/conflict/facts/markers.ts';
import { lossOf } from '../../../domain/conflict/loss.ts';
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import { currentName } from '../../../domain/integration/selectors/side-names.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Performing } from '../performing.ts';
import type { EnginePorts } from '../ports.ts';
import { textsOfSides } from './conflict-markers.ts';
import { diff3Text, sideTexts } from './conflict-texts.ts';
import { keepEvidence } from './evidence.ts';
import { mergeStep } from './merge-step.ts';

/** Writes the file only if it does not exist: the operator's changes survive every restart. */
export async function prepareEdit(
  { conflict: id }: ActionOf<'prepare_edit'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const conflict = conflictNamed(state, id);
  const file = fileOf(conflict);
  if ((await ports.files.read(file)) === null) {
    const conflicted = { path: conflict.path, ...conflict.sides };
    const texts = await sideTexts(ports, conflicted);
    const names = { current: currentName(state, conflict), incoming: conflict.effort };
    const diff3 = await diff3Text(ports, conflicted, texts, names);
    await ports.files.write(file, utf8(diff3?.text ?? texts.current ?? texts.incoming ?? ''));
  }
  return { type: 'edit_prepared', conflict: id, file: ports.files.absolute(file) };
}

export async function acceptEdit(
  { conflict: id }: ActionOf<'accept_edit'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const conflict = conflictNamed(state, id);
  const text = await settledText(ports, fileOf(conflict));
  if (text === undefined)
    return {
      type: 'edit_refused',
      conflict: id,
      because: 'the file keeps changing: an editor still writes it',
    };
  if (text === null) return { type: 'edit_refused', conflict: id, because: 'the file is gone' };
  const onto = state.integration_tip;
  if (onto === null) throw new IntorchError('BUG', 'a file is edited before anything was merged');
  const edited = latin1(text);
  const effort = effortNamed(state, conflict.effort);
  const step = await mergeStep(ports, state, effort, onto);
  const conflicted = { path: conflict.path, ...conflict.sides };
  const markers = newMarkerLines(edited, await textsOfSides(ports, conflicted, [step.onto, effort.tip]));
  if (markers.length > 0)
    return {
      type: 'edit_refused',
      conflict: id,
      because: `conflict markers remain (${placesOf(edited, markers)})`,
    };
  const [blob] = await ports.objects.writeBlobs([edited]);
  if (blob === undefined) throw new IntorchError('BUG', 'an edited file could not be stored');
  const mode = mergedMode(conflict.sides);
  const tree = await ports.objects.writeTree(step.outcome?.tree ?? onto, [
    { path: conflict.path, entry: { mode, blob } },
  ]);
  const { base, current, incoming } = await sideTexts(ports, conflicted);
  const loses = {
    current: lossOf(current, base, edited, incoming),
    incoming: lossOf(incoming, base, edited, current),
  };
  const own = state.conflicts_detected.filter((each) => each.effort === conflict.effort);
  const accepted = { ...conflict, edited: { blob, mode, tree, loses } };
  const kept = own.map((each) => (each.id === id ? accepted : each));
  await keepEvidence(ports, state, conflict.effort, kept).catch((thrown) => {
    // Where git has removed what was kept before, the file itself is still there: it is stored again when the merge is made.
    if (!(thrown instanceof IntorchError) || thrown.code !== 'OBJECT_MISSING') throw thrown;
  });
  return { type: 'edit_accepted', conflict: id, blob, mode, tree, loses };
}

/** A file stands still when it is the same after this long. */
const STILL_MS = 100;
const MOST_LOOKS = 50;

/** Reads a file that no editor is just writing, which is empty for a moment. undefined: it never stood still; null: it is gone. */
async function settledText(
  { files }: Pick<EnginePorts, 'files'>,
  file: string,
): Promise<string | null | undefined> {
  let before = await files.read(file);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, STILL_MS));
    const now = await files.read(file);
    if (now === before) return now;
    before = now;
  }
  return undefined;
}

/** Writes an edited file into the repository again, where git has removed it since it was accepted. */
export async function keepEdited(
  { ports }: { readonly ports: Pick<EnginePorts, 'files' | 'objects'> },
  conflict: Conflict,
): Promise<void> {
  const text = conflict.edited === null ? null : await ports.files.read(fileOf(conflict));
  if (text !== null) await ports.objects.writeBlobs([latin1(text)]);
}

/** More places than these are plain to see in the file. */
const MOST_PLACES = 5;

/** Returns `lines 28, 31, 35`, where the markers stand in the file. The line between the two sides, of their size, counts too. */
function placesOf(text: string, markers: readonly string[]): string {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const wanted = new Set(markers);
  const isMarker = (line: string) => wanted.has(line);
  const [first, last] = [lines.findIndex(isMarker), lines.findLastIndex(isMarker)];
  const between = '='.repeat(/^(?:<+|\|+|>+)/.exec(markers[0] ?? '')?.[0].length ?? 0);
  const at = lines.flatMap((line, index) => {
    const divides = line === between && index > first && index < last;
    return isMarker(line) || divides ? [index + 1] : [];
  });
  const more = at.length > MOST_PLACES ? ' …' : '';
  return `${at.length === 1 ? 'line' : 'lines'} ${at.slice(0, MOST_PLACES).join(', ')}${more}`;
}

function conflictNamed(state: IntegrationState, id: Conflict['id']): Conflict {
  const conflict = state.conflicts_detected.find((candidate) => candidate.id === id);
  if (conflict === undefined) throw new IntorchError('BUG', `there is no conflict ${id}`);
  return conflict;
}

/** Names the file to edit. It keeps the original ending, so that the editor knows its language; blob names keep two merges apart. */
function fileOf(conflict: Conflict): string {
  const sides = [conflict.sides.current, conflict.sides.incoming].map(
    (entry) => (entry?.blob as Sha | undefined)?.slice(0, 7) ?? 'none',
  );
  const name = conflict.path.split('/').at(-1) ?? 'file';
  return `edits/${sides.join('-')}/${name.replaceAll(/[^\w.+-]/g, '_')}`;
}

function utf8(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

function latin1(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
