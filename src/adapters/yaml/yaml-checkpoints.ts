/**
 * This folder: checkpoints and intorch.yaml.
 *
 * Checkpoints as YAML files of one session: `active/` with the newest few, `backup/` with a second copy of the newest, and a mirror.
 * Each place is there because another one failed somebody once: a cut file, a deleted folder, a lost machine.
 */
import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoded } from '../../domain/integration/checkpoint/decode.ts';
import type { Envelope } from '../../domain/integration/checkpoint/document.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId, Sha } from '../../domain/shared/ids.ts';
import type { CheckpointFile, CheckpointMirror, Checkpoints } from '../../ports/stores.ts';
import { readBounded } from '../disk/bounded-read.ts';
import { sweepTemporaries } from '../disk/durable-write.ts';
import { makePrivateFolder } from '../disk/private-folder.ts';
import type { CheckpointName } from './checkpoint-names.ts';
import { BACKUP_NAME, checkpointName, parseCheckpointName } from './checkpoint-names.ts';
import { decodeCheckpointText, MAX_CHECKPOINT_BYTES } from './checkpoint-text.ts';
import { namesIn } from './names-in.ts';
import { checkpointBytes, readCheckpointFile, writeCheckpointFile } from './sealed-yaml-file.ts';

export interface YamlCheckpointsOptions {
  readonly session: SessionId;
  /** Absolute path of the folder that holds `active/` and `backup/`; made when something is saved. */
  readonly directory: string;
  /** How many files stay in `active/`; at least one. */
  readonly keep: number;
  /** null: the checkpoints are on this machine only. */
  readonly mirror: CheckpointMirror | null;
  /** Told when a second copy or the clearing up fails; the checkpoint itself is written. */
  readonly onTrouble: (error: unknown) => void;
}

/** A checkpoint file with what is in it. */
interface Found extends CheckpointFile {
  readonly envelope: Envelope | null;
}

/** Gives the checkpoints of one session. */
export function createYamlCheckpoints(options: YamlCheckpointsOptions): Checkpoints {
  const { session, directory, mirror, onTrouble } = options;
  const active = join(directory, 'active');
  const backup = join(directory, 'backup');
  let isSwept = false;

  const save = async (envelope: Envelope) => {
    await makePrivateFolder(active);
    if (!isSwept) await Promise.all([active, backup].map(sweepTemporaries));
    isSwept = true;
    const name = checkpointName(envelope);
    await writeCheckpointFile(join(active, name), envelope);
    mirror?.write(name, checkpointBytes(envelope), commitsOf(envelope));
    await saveBackup(envelope).catch(onTrouble);
    await prune(options.keep, name).catch(onTrouble);
  };

  const saveBackup = async (envelope: Envelope) => {
    await makePrivateFolder(backup);
    await writeCheckpointFile(join(backup, BACKUP_NAME), envelope);
  };

  const names = namesIn(active, session);

  const readActive = async ({ name, sequence }: CheckpointName): Promise<Found> => {
    const found = await inspect(active, name, 'active', session);
    const inside = found.envelope?.sequence ?? sequence;
    if (sequence === null || inside === sequence) return { ...found, sequence: inside };
    return refused(found, `its name says event ${sequence}, its content event ${inside}`);
  };

  const readBackup = async (): Promise<Found | null> => {
    const exists = await lstat(join(backup, BACKUP_NAME)).catch(() => null);
    return exists === null ? null : inspect(backup, BACKUP_NAME, 'backup', session);
  };

  const readMirror = async (): Promise<Found | null> => {
    const copy = (await mirror?.read()) ?? null;
    if (copy === null) return null;
    const bytes = Buffer.from(copy.bytes);
    return judged(decodeCheckpointText(bytes), copy.name, 'shared', bytes.byteLength, session);
  };

  const load = async () => {
    const tried: Found[] = [];
    for (const name of await names()) {
      tried.push(await readActive(name));
      if (tried.at(-1)?.envelope) break;
    }
    // The backup is as new as the newest file was: better than an older one when that is broken.
    if (tried.length !== 1 || !tried[0]?.envelope) tried.push(...found(await readBackup()));
    if (!tried.some(isUsable)) tried.push(...found(await readMirror()));
    const best = tried.filter(isUsable).reduce<Found | null>(newerOf, null);
    return {
      envelope: best?.envelope ?? null,
      refused: tried.filter((file) => !isUsable(file)).map(withoutContent),
    };
  };

  const list = async () => {
    const files: Found[] = [];
    for (const name of await names()) files.push(await readActive(name));
    files.push(...found(await readBackup()), ...found(await readMirror()));
    return files.map(withoutContent);
  };

  const show = async (name: string) => {
    const folder = name === BACKUP_NAME ? backup : active;
    const content =
      parseCheckpointName(name) || name === BACKUP_NAME
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
    return old;
  };

  const settled = () => mirror?.settled() ?? Promise.resolve();
  return { save, load, list, show, prune: (keep) => prune(keep), settled };
}

/** What is planned is on branches that another machine may not have. */
function commitsOf({ state }: Envelope): readonly Sha[] {
  const base = state.target_base === null ? [] : [state.target_base];
  return [...base, ...state.efforts_included.map((effort) => effort.tip)];
}

async function inspect(
  folder: string,
  name: string,
  place: 'active' | 'backup',
  session: SessionId,
): Promise<Found> {
  const path = join(folder, name);
  const { size } = await lstat(path).catch(() => ({ size: 0 }));
  const { envelope, refused } = await readCheckpointFile(path);
  const decoded: Decoded =
    envelope === null ? { ok: false, refused: refused ?? 'is gone' } : { ok: true, envelope };
  return judged(decoded, name, place, size, session);
}

function judged(
  decoded: Decoded,
  name: string,
  place: CheckpointFile['place'],
  bytes: number,
  session: SessionId,
): Found {
  const file = { name, place, bytes, sequence: null, saved_at: null, envelope: null };
  if (!decoded.ok) return { ...file, refused: decoded.refused };
  const { envelope } = decoded;
  if (envelope.state.session_id !== session) {
    return { ...file, refused: `belongs to the session ${envelope.state.session_id}` };
  }
  return { ...file, sequence: envelope.sequence, saved_at: envelope.saved_at, refused: null, envelope };
}

function refused(file: Found, reason: string): Found {
  return { ...file, envelope: null, refused: reason };
}

function isUsable(file: Found): boolean {
  return file.envelope !== null;
}

function newerOf(best: Found | null, file: Found): Found {
  return best === null || (file.sequence ?? -1) > (best.sequence ?? -1) ? file : best;
}

function found(file: Found | null): readonly Found[] {
  return file === null ? [] : [file];
}

function withoutContent({ envelope, ...file }: Found): CheckpointFile {
  return file;
}
