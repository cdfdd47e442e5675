import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Envelope } from '../domain/integration/checkpoint.ts';
import { progressOf } from '../domain/integration/progress.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Instant, SessionId } from '../domain/shared/ids.ts';
import { sessionId } from '../domain/shared/schema.ts';
import { instantOf } from '../domain/shared/time.ts';
import type { SessionRecord, Sessions } from '../ports/stores.ts';
import { makePrivateFolder } from './disk/private-folder.ts';

/** Folders of one session, below its own. */
const FOLDERS = ['checkpoints/active', 'checkpoints/backup', 'logs', 'reports', 'edits'] as const;

export interface SessionsOptions {
  /** Absolute path of the intorch folder: `<git common dir>/intorch`. */
  readonly directory: string;
  /** Reads the newest usable checkpoint of a session. */
  readonly newest: (id: SessionId) => Promise<Envelope | null>;
}

/** Gives the sessions of one repository. */
export function createSessions({ directory, newest }: SessionsOptions): Sessions {
  const root = join(directory, 'sessions');
  const folderOf = (id: SessionId) => {
    if (!sessionId.safeParse(id).success) {
      throw new IntorchError('WRONG_USE', `${JSON.stringify(id)} is not the name of a session`);
    }
    return join(root, id);
  };

  const recordOf = async (id: SessionId): Promise<readonly SessionRecord[]> => {
    const envelope = await newest(id).catch(() => null);
    if (envelope !== null) return [{ id, ...describe(envelope) }];
    if (!(await hasBegun(folderOf(id)))) return [];
    return [{ id, created_at: await madeAt(folderOf(id)), summary: 'unknown', finished: false }];
  };

  return {
    list: async () => {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
      const ids = entries
        .filter((entry) => entry.isDirectory())
        .flatMap(({ name }) => sessionId.safeParse(name).data ?? []);
      const records = (await Promise.all(ids.map(recordOf))).flat();
      return records.sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
    },
    create: async (id) => {
      for (const folder of FOLDERS) await makePrivateFolder(join(folderOf(id), folder));
    },
    directory: folderOf,
  };
}

function describe({ state }: Envelope): Omit<SessionRecord, 'id'> {
  const { completed, total } = progressOf(state);
  const stage = state.outcome === null ? state.stage : `${state.stage} ${state.outcome}`;
  return {
    created_at: state.created_at,
    summary: `${stage}, ${completed} of ${total} merged`,
    finished: state.stage === 'FINISHED',
  };
}

/** A start that was cut off before its first checkpoint leaves empty folders: nothing happened, so there is nothing to go on with. */
async function hasBegun(folder: string): Promise<boolean> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return files.some((entry) => entry.isFile() && !entry.name.startsWith('.intorch-'));
}

async function madeAt(folder: string): Promise<Instant> {
  const { birthtimeMs } = await stat(folder);
  return instantOf(Math.floor(birthtimeMs));
}
