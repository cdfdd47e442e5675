import { createHash } from 'node:crypto';
import type { Sha } from '../../../domain/shared/ids.ts';

/**
 * Returns an ID shared by patches that make the same change at different places of history. It covers everything but line numbers and the
 * object names of text files. Unlike `git patch-id`, it respects white space, and compares binary files by content. Empty: no change.
 */
export function patchId(patch: string): string {
  if (patch === '') return '';
  const kept: string[] = [];
  let index = '';
  for (const line of patch.split('\n')) {
    if (line.startsWith('index ')) index = line;
    else if (line.startsWith('Binary files ')) kept.push(index);
    else if (line.startsWith('@@ ')) kept.push('@@');
    else kept.push(line);
  }
  return createHash('sha256').update(kept.join('\n'), 'latin1').digest('hex');
}

/** Splits the output of `git diff-tree --stdin -p`: each patch follows a line with its commit. */
export function splitPatches(output: string): readonly { readonly commit: Sha; readonly patch: string }[] {
  const parts = output.split(/^([0-9a-f]{40}(?:[0-9a-f]{24})?)\n/m);
  const patches: { commit: Sha; patch: string }[] = [];
  for (let at = 1; at + 1 < parts.length; at += 2) {
    patches.push({ commit: parts[at] as Sha, patch: (parts[at + 1] ?? '').replace(/^\n/, '') });
  }
  return patches;
}
