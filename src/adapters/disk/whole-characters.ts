/** Cuts off an incomplete UTF-8 character at the end. Keeps it when there is nothing else, so that reading makes progress. */
export function wholeCharacters(bytes: Buffer): Buffer {
  const longest = Math.min(3, bytes.byteLength - 1);
  for (let back = 1; back <= longest; back++) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if (isContinuation(byte)) continue;
    return lengthOf(byte) > back ? bytes.subarray(0, bytes.byteLength - back) : bytes;
  }
  return bytes;
}

function isContinuation(byte: number): boolean {
  return (byte & 0b1100_0000) === 0b1000_0000;
}

/** Returns the length in bytes of the character that begins with this byte. */
function lengthOf(lead: number): number {
  if (lead >= 0b1111_0000) return 4;
  if (lead >= 0b1110_0000) return 3;
  return lead >= 0b1100_0000 ? 2 : 1;
}
