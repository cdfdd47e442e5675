/**
 * Returns the seal of a snapshot: which shape its fields were checked with when it was written, how many events are in it, and a digest of
 * its text (FNV-1a over words of 32 bits). Of its parts it knows the lengths; their names are in the text, and are digests. A row whose seal
 * fits is not checked again. It tells accidents and edits by hand; whoever writes rows on purpose can write seals as well. Loading a
 * cryptographic digest takes longer than reading a state does.
 */
export function sealOf(shape: string, sequence: number, text: string, parts: readonly string[]): string {
  return [shape, sequence, digestOf(text), text.length, ...parts.map(({ length }) => length)].join(' ');
}

function digestOf(text: string): string {
  const bytes = Buffer.alloc((Buffer.byteLength(text) + 3) & ~3);
  bytes.write(text);
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at += 1) hash = Math.imul(hash ^ (words[at] ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}
