import { networkFileSystem } from '../../adapters/disk/file-system.ts';
import type { Finding } from '../../domain/integration/state.ts';

/** Explains what is wrong with a folder on a network file system. */
export function onNetwork(type: string): string {
  return `on a network file system (${type}), where locks and writes cannot be relied on`;
}

/** Reports why a session's stored state may be unreliable from the start: a git directory on a network file system. */
export async function doubtfulStorage(common_dir: string): Promise<readonly Omit<Finding, 'at'>[]> {
  const type = await networkFileSystem(common_dir);
  if (type === null) return [];
  return [
    {
      kind: 'storage_doubtful',
      subject: 'git directory',
      severity: 'MEDIUM',
      checkpoint_says: onNetwork(type),
      git_says: 'run one intorch at a time here, better in a clone on a local disk',
    },
  ];
}
