/** Returns a short digest of a text (FNV-1a with 32 bits): enough to tell one from the next, where nobody gains by making two collide. */
export function shortDigest(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
