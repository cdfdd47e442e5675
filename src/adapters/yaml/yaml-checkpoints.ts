/**
 * This folder: checkpoints and intorch.yaml.
 *
 * Checkpoints as YAML files of one session: `active/` with the newest few, `backup/` with a second copy of the newest, and a mirror. Each
 * place is there because another one failed somebody once: a cut file, a deleted folder, a lost machine.
 */
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoded, Envelope } from '../../domain/shared/codec.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { CheckpointMirror, MirroredCheckpoint } from '../../ports/mirror.ts';
import type { CheckpointFile, Checkpoints } from '../../ports/stores.ts';
import { untilItWorks } from '../async/until-it-works.ts';
import { readBounded } from '../disk/bounded-read.ts';
import { sweepTemporaries, writeWhole } from '../disk/durable-write.ts';
import { makePrivateFolder, refuseLinks } from '../disk/private-folder.ts';
import type { CheckpointName } from './checkpoint-names.ts';
import { backupName, checkpointName, parseCheckpointName } from './checkpoint-names.ts';
import { type DocumentCodec, decodeCheckpointText, MAX_CHECKPOINT_BYTES } from './checkpoint-text.ts';
import { namesIn, newestNamed } from './names-in.ts';
import { checkpointTextOf, pruneParts, readCheckpointFile, writeCheckpointFile } from './sealed-yaml-file.ts';

export interface YamlCheckpointsOptions<State> {
  readonly codec: DocumentCodec<State>;
  readonly session: SessionId;
  /** Absolute path of the folder that holds `active/`, `backup/` and `parts/`; made when something is saved. */
  readonly directory: string;
  /** The working tree, where the folder is inside it: each folder on the way has to be a real one at each save. null or absent: it is ours alone. */
  readonly within?: string | null;
  /** How many files to keep in `active/`; at least one. */
  readonly keep: number;
  /** null: the checkpoints are in this folder only. */
  readonly mirror: CheckpointMirror | null;
  /** Called when a second copy or the clean-up fails. The checkpoint itself has been written. */
  readonly onTrouble: (error: unknown) => void;
}

/** A checkpoint file with its content. */
interface Found<State> extends CheckpointFile {
  readonly envelope: Envelope<State> | null;
}

/** Opens the checkpoints of one session. */
export function createYamlCheckpoints<State>(options: YamlCheckpointsOptions<State>): Checkpoints<State> {
  const { codec, session, directory, mirror, onTrouble } = options;
  const latest = backupName(codec.kind);
  const active = join(directory, 'active');
  const backup = join(directory, 'backup');
  const parts = join(directory, 'parts');
  const copying = untilItWorks(onTrouble);
  const rotating = untilItWorks(onTrouble);
  let isSwept = false;

  const save = async (envelope: Envelope<State>) => {
    if (options.within) await refuseLinks(options.within, active);
    await makePrivateFolder(active);
    if (!isSwept) await Promise.all([active, backup, parts].map(sweepTemporaries));
    isSwept = true;
    const name = checkpointName(codec.kind, envelope);
    await writeCheckpointFile(join(active, name), parts, codec, envelope);
    mirror?.write({ name, ...checkpointTextOf(codec, envelope), commits: codec.commitsOf(envelope.state) });
    await copying(() => saveBackup(envelope));
    await rotating(() => prune(options.keep, name));
  };

  const saveBackup = async (envelope: Envelope<State>) => {
    await makePrivateFolder(backup);
    // The newest is on the disk already, and stays there until this one is.
    await writeWhole(backup, latest, checkpointTextOf(codec, envelope).bytes);
  };

  const filesHere = namesIn(active, session);
  const names = async () => {
    const { own, others } = await filesHere();
    return [...own, ...others];
  };

  const inspect = async (folder: string, name: string, place: 'active' | 'backup') => {
    const path = join(folder, name);
    const { size } = await lstat(path).catch(() => ({ size: 0 }));
    const { envelope, refused } = await readCheckpointFile(path, parts, codec);
    const decoded: Decoded<Envelope<State>> =
      envelope === null ? { ok: false, refused: refused ?? 'is gone' } : { ok: true, value: envelope };
    return judged(decoded, name, place, size);
  };

  const judged = (
    decoded: Decoded<Envelope<State>>,
    name: string,
    place: CheckpointFile['place'],
    bytes: number,
  ): Found<State> => {
    const file = { name, place, bytes, sequence: null, saved_at: null, envelope: null };
    if (!decoded.ok) return { ...file, refused: decoded.refused };
    const envelope = decoded.value;
    const owner = codec.sessionOf(envelope.state);
    if (owner !== session) return { ...file, refused: `belongs to the session ${owner}` };
    return { ...file, sequence: envelope.sequence, saved_at: envelope.saved_at, refused: null, envelope };
  };

  const readActive = async ({ name, sequence }: CheckpointName): Promise<Found<State>> => {
    const found = await inspect(active, name, 'active');
    const inside = found.envelope?.sequence ?? sequence;
    if (sequence === null || inside === sequence) return { ...found, sequence: inside };
    return refused(found, `its name says event ${sequence}, its content event ${inside}`);
  };

  const readBackup = async (): Promise<Found<State> | null> => {
    const exists = await lstat(join(backup, latest)).catch(() => null);
    return exists === null ? null : inspect(backup, latest, 'backup');
  };

  const readMirror = async (): Promise<Found<State> | null> => {
    const copy = (await mirror?.read()) ?? null;
    if (copy === null) return null;
    const bytes = Buffer.from(copy.bytes);
    const decoded = await decodeCheckpointText(codec, bytes, (name) => Promise.resolve(copied(copy, name)));
    return judged(decoded, copy.name, 'shared', bytes.byteLength);
  };

  const load = async () => {
    const tried: Found<State>[] = [];
    for (const name of await names()) {
      tried.push(await readActive(name));
      if (tried.at(-1)?.envelope) break;
    }
    // The backup is as new as the newest file. If that one is broken, the backup is better than an older file.
    if (tried.length !== 1 || !tried[0]?.envelope) tried.push(...found(await readBackup()));
    if (!tried.some(isUsable)) tried.push(...found(await readMirror()));
    const best = tried.filter(isUsable).reduce<Found<State> | null>(newerOf, null);
    return {
      envelope: best?.envelope ?? null,
      refused: tried.filter((file) => !isUsable(file)).map(withoutContent),
    };
  };

  const newest = () => newestNamed(directory, session);

  const list = async () => {
    const files: Found<State>[] = [];
    for (const name of await names()) files.push(await readActive(name));
    files.push(...found(await readBackup()), ...found(await readMirror()));
    return files.map(withoutContent);
  };

  const show = async (name: string) => {
    const folder = name === latest ? backup : active;
    const content =
      parseCheckpointName(name) || name === latest
        ? await readBounded(join(folder, name), MAX_CHECKPOINT_BYTES)
        : null;
    if (content === null) throw new IntorchError('CHECKPOINT_UNUSABLE', `There is no checkpoint ${name}`);
    if ('refused' in content)
      throw new IntorchError('CHECKPOINT_UNUSABLE', `Checkpoint ${name} ${content.refused}`);
    return content.bytes.toString('utf8');
  };

  const prune = async (keep: number, justWritten: string | null = null) => {
    const old = (await names())
      .slice(Math.max(1, keep))
      .map(({ name }) => name)
      .filter((name) => name !== justWritten);
    await Promise.all(old.map((name) => rm(join(active, name), { force: true })));
    const left = (await names()).map(({ name }) => join(active, name));
    await pruneParts(parts, [...left, join(backup, latest)]);
    return old;
  };

  const settled = () => mirror?.settled() ?? Promise.resolve();
  return { save, load, newest, list, show, prune: (keep) => prune(keep), settled };
}

function copied({ parts }: Pick<MirroredCheckpoint, 'parts'>, name: string): Buffer | null {
  const bytes = parts.get(name);
  return bytes === undefined ? null : Buffer.from(bytes);
}

function refused<State>(file: Found<State>, reason: string): Found<State> {
  return { ...file, envelope: null, refused: reason };
}

function isUsable<State>(file: Found<State>): boolean {
  return file.envelope !== null;
}

function newerOf<State>(best: Found<State> | null, file: Found<State>): Found<State> {
  return best === null || (file.sequence ?? -1) > (best.sequence ?? -1) ? file : best;
}

function found<State>(file: Found<State> | null): readonly Found<State>[] {
  return file === null ? [] : [file];
}

function withoutContent<State>({ envelope, ...file }: Found<State>): CheckpointFile {
  return file;
}
