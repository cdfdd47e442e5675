/** This folder: one package or program each. */
import { readdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../domain/config/settings.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import { type Instant, parseSessionId, type SessionId } from '../domain/shared/ids.ts';
import { instantOf } from '../domain/shared/time.ts';
import type { SessionRecord, Sessions } from '../ports/stores.ts';
import { readBounded } from './disk/bounded-read.ts';
import { writeDurably } from './disk/durable-write.ts';
import { makePrivateFolder } from './disk/private-folder.ts';

/** Folders of one session, below its own. */
const FOLDERS = ['checkpoints/active', 'checkpoints/backup', 'logs', 'reports', 'edits'] as const;

export interface SessionsOptions {
  /** Absolute path of the intorch folder: `<common git directory>/intorch`. */
  readonly directory: string;
  readonly stored: {
    /** What is known of the sessions in the database; one whose folder was removed is there still. null: it has to be read. */
    readonly summaries: () => Promise<ReadonlyMap<SessionId, Omit<SessionRecord, 'id'> | null>>;
    /** Reads what is known of a session; null: nothing of it can be read. */
    readonly summaryOf: (id: SessionId) => Promise<Omit<SessionRecord, 'id'> | null>;
  };
}

/** Opens the sessions of one repository. */
export function createSessions({ directory, stored }: SessionsOptions): Sessions {
  const root = join(directory, 'sessions');
  const folderOf = (id: SessionId) => {
    if (parseSessionId(id) === null) {
      throw new IntorchError('WRONG_USE', `${JSON.stringify(id)} is not the name of a session`);
    }
    return join(root, id);
  };

  const recordOf = async (
    id: SessionId,
    row: Omit<SessionRecord, 'id'> | null,
  ): Promise<readonly SessionRecord[]> => {
    const known = row ?? (await stored.summaryOf(id).catch(() => null));
    if (known !== null) return [{ id, ...known }];
    if (!(await hasBegun(folderOf(id)))) return [];
    return [{ id, created_at: await madeAt(folderOf(id)), kind: null, summary: 'unknown', finished: false }];
  };

  return {
    list: async () => {
      const folders = foldersIn(root);
      const rows = new Map(await stored.summaries().catch(() => []));
      const names = new Set<string>([...folders, ...rows.keys()]);
      const ids = [...names].flatMap((name) => parseSessionId(name) ?? []);
      const records = (await Promise.all(ids.map((id) => recordOf(id, rows.get(id) ?? null)))).flat();
      return records.sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
    },
    create: async (id) => {
      for (const folder of FOLDERS) await makePrivateFolder(join(folderOf(id), folder));
    },
    directory: folderOf,
    remove: (id) => rm(folderOf(id), { recursive: true, force: true }),
  };
}

function foldersIn(root: string): readonly string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/**
 * Checks whether a session did anything. A start cut off before its first checkpoint leaves empty folders, or only settings: there is
 * nothing to resume.
 */
async function hasBegun(folder: string): Promise<boolean> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return files.some(
    (entry) => entry.isFile() && !entry.name.startsWith('.intorch-') && entry.name !== SETTINGS_FILE,
  );
}

async function madeAt(folder: string): Promise<Instant> {
  const { birthtimeMs } = await stat(folder);
  return instantOf(Math.floor(birthtimeMs));
}

/** Written before anything happens: if it is the only file, nothing did. */
const SETTINGS_FILE = 'settings.json';
const MAX_BYTES = 1024 * 1024;

/** The settings that a session began with. They locate its checkpoints even when intorch.yaml has changed or is broken. */
export interface StoredSettings {
  readonly settings: Settings;
  /** Settings of intorch.yaml alone, without flags and environment; null: there was no file. Absent: unknown. */
  readonly written?: Settings | null | undefined;
  /** The text that these were read from, and the tip of the target before that. Absent: unknown. */
  readonly text?: string | null | undefined;
  readonly tip?: string | null | undefined;
}

/** Writes the settings of a session into its folder. */
export async function storeSettings(folder: string, stored: StoredSettings): Promise<void> {
  await writeDurably(folder, SETTINGS_FILE, Buffer.from(`${JSON.stringify(stored, null, 2)}\n`));
}

/** Reads the settings in a session's folder; null: none, or unusable ones. */
export async function storedSettings(folder: string): Promise<StoredSettings | null> {
  const stored = await settingsFile(folder);
  const { storedSettingsSchema } = await import('../domain/config/frozen-schema.ts');
  return storedSettingsSchema.safeParse(stored).data ?? null;
}

/** What commands that only look need of a session's settings. */
export interface SettingsOutline {
  readonly target: string | null;
  /** `checkpoints.directory`. */
  readonly directory: string | null;
  /** The text of intorch.yaml that they were read from; null: there was none, or nobody knows. */
  readonly text: string | null;
  /** The tip of the target before that; null: nobody knows. */
  readonly tip: string | null;
}

/** Reads the outline of a session's settings, and checks no more than that; null: there is none. */
export async function settingsOutline(folder: string): Promise<SettingsOutline | null> {
  const stored = Object(await settingsFile(folder));
  const target = stored.settings?.target;
  const directory = stored.settings?.checkpoints?.directory;
  if ([target, directory].some((value) => value !== null && typeof value !== 'string')) return null;
  return { target, directory, text: textOf(stored.text), tip: textOf(stored.tip) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

async function settingsFile(folder: string): Promise<unknown> {
  const content = await readBounded(join(folder, SETTINGS_FILE), MAX_BYTES);
  if (content === null || 'refused' in content) return null;
  try {
    return JSON.parse(content.bytes.toString('utf8'));
  } catch {
    return null;
  }
}
