import { networkFileSystem } from '../../adapters/disk/file-system.ts';
import type { Finding } from '../../domain/integration/state.ts';

/** Gives what there is to say about a folder on a network file system. */
export function onNetwork(type: string): string {
  return `on a network file system (${type}), where locks and writes cannot be relied on`;
}

/** Gives what makes the state of a session doubtful from its start. */
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
