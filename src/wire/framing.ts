/** Newline-delimited JSON: one message per line, of bounded length, in chunks of any size. */

/** The longest line either side accepts. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** A received line: its message, or why it was refused. */
export type ReceivedFrame =
  | { readonly kind: 'message'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly because: string };

export interface FrameReader {
  /** Returns the lines that these bytes complete. Ignores everything after an oversize line. */
  readonly push: (chunk: Uint8Array) => readonly ReceivedFrame[];
}

/** Encodes a message as one line. JSON escapes line feeds in texts, so none can break it. */
export function encodeFrame(message: object): string {
  return `${JSON.stringify(message)}\n`;
}

/** Creates a reader that keeps incomplete lines until the rest arrives. */
export function frameReader(max_bytes = MAX_FRAME_BYTES): FrameReader {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let deaf = false;

  const takeLine = (end: Uint8Array): string => {
    const line = Buffer.concat([...kept, end]).toString('utf8');
    kept = [];
    keptBytes = 0;
    return line;
  };

  const push = (chunk: Uint8Array): readonly ReceivedFrame[] => {
    const frames: ReceivedFrame[] = [];
    let start = 0;
    while (!deaf && start < chunk.length) {
      const feed = chunk.indexOf(0x0a, start);
      const part = chunk.subarray(start, feed < 0 ? chunk.length : feed);
      if (keptBytes + part.length > max_bytes) {
        deaf = true;
        kept = [];
        frames.push({ kind: 'refused', because: `a message is longer than ${max_bytes} bytes` });
      } else if (feed < 0) {
        kept.push(part);
        keptBytes += part.length;
      } else {
        const line = takeLine(part);
        if (line.trim() !== '') frames.push(decodeLine(line));
      }
      start += part.length + 1;
    }
    return frames;
  };
  return { push };
}

function decodeLine(line: string): ReceivedFrame {
  try {
    return { kind: 'message', value: JSON.parse(line) };
  } catch {
    return { kind: 'refused', because: 'a message is not JSON' };
  }
}
