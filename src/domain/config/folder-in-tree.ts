/** Characters that some file systems pass over in names. */
const PASSED_OVER = /\p{Cf}|[. ]+$/gu;

/** Checks whether a path names a folder inside the working tree by its text alone: not above it, and not git's own. */
export function isFolderInTree(path: string): boolean {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const isOwn = (part: string) => !/^(?:\.git|git~\d+|)$/i.test(part.replaceAll(PASSED_OVER, ''));
  return !/^(?:[\\/]|[a-z]:)/i.test(path) && !path.includes('\0') && parts.length > 0 && parts.every(isOwn);
}
