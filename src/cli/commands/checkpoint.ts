import { IntorchError } from '../../domain/shared/errors.ts';
import { counted, safeJson, sanitize, sanitizeLine } from '../../domain/shared/text.ts';
import type { CheckpointFile, Checkpoints } from '../../ports/stores.ts';
import type { Io } from '../arguments/io.ts';
import { type FlagValues, flagOn, flagValue, type Invocation } from '../arguments/parse-args.ts';
import { type SessionContext, someSession } from '../repository/session-context.ts';

const KEPT = 10;

type Files = Pick<Checkpoints<unknown>, 'list' | 'show' | 'prune'>;

/** `intorch checkpoint ls|show|verify|prune`: inspects the saved checkpoints of a session; `prune` removes old ones. */
export async function checkpointCommand(
  context: SessionContext,
  { words, flags }: Invocation,
  io: Io,
): Promise<number> {
  const [verb, name] = words;
  const { id } = await someSession(context, flags);
  const checkpoints = await context.checkpoints(id);
  if (verb === 'show') return show(checkpoints, name, io);
  if (verb === 'prune') return prune(checkpoints, flags, io);
  const files = await checkpoints.list();
  const meant = name === undefined ? files : files.filter((file) => file.name === name);
  if (name !== undefined && meant.length === 0) throw noSuchFile(name);
  io.out(
    flagOn(flags, 'json')
      ? `${safeJson({ type: 'checkpoints', session: id, files: meant })}\n`
      : table(meant),
  );
  return verb === 'verify' && !usable(meant) ? 65 : 0;
}

/** A session verifies when any checkpoint can be resumed from. A refused file beside usable ones loses nothing. */
function usable(files: readonly CheckpointFile[]): boolean {
  return files.some((file) => file.refused === null);
}

async function show(checkpoints: Files, name: string | undefined, io: Io): Promise<number> {
  const files = await checkpoints.list();
  const file = name ?? files.find((one) => one.refused === null)?.name ?? files[0]?.name;
  if (file === undefined) throw new IntorchError('CHECKPOINT_UNUSABLE', 'This session has no checkpoint');
  if (name !== undefined && !files.some((one) => one.name === name)) throw noSuchFile(name);
  io.out(sanitize(await checkpoints.show(file)));
  return 0;
}

async function prune(checkpoints: Files, flags: FlagValues, io: Io): Promise<number> {
  const text = flagValue(flags, 'newest') ?? String(KEPT);
  const keep = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
  if (keep === null)
    throw new IntorchError('WRONG_USE', `--newest is a number of at least 1; not ${sanitizeLine(text)}`);
  const removed = await checkpoints.prune(keep);
  const lines = [
    ...removed.map((name) => `removed ${name}`),
    `${counted(removed.length, 'checkpoint')} removed`,
  ];
  io.out(flagOn(flags, 'json') ? `${safeJson({ type: 'pruned', removed })}\n` : `${lines.join('\n')}\n`);
  return 0;
}

function table(files: readonly CheckpointFile[]): string {
  if (files.length === 0) return 'This session has no checkpoint\n';
  const width = Math.max(...files.map((file) => file.name.length));
  const lines = files.map((file) => {
    const about =
      file.refused === null ? `usable  event ${file.sequence}  ${file.saved_at}` : `refused: ${file.refused}`;
    return sanitizeLine(
      `${file.place.padEnd(6)}  ${file.name.padEnd(width)}  ${String(file.bytes).padStart(9)} B  ${about}`,
    );
  });
  return `${lines.join('\n')}\n`;
}

function noSuchFile(name: string): IntorchError {
  return new IntorchError('CHECKPOINT_UNUSABLE', `There is no checkpoint ${sanitizeLine(name)}`);
}
