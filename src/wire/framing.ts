/** Newline-delimited JSON: one message per line, bounded, whatever way the bytes are cut on their way. */

/** The longest line either side accepts. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

/** A line that arrived: what it says, or why it is not listened to. */
export type Frame =
  | { readonly kind: 'message'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly because: string };

export interface FrameReader {
  /** Gives the lines that are complete with these bytes. After an oversize line nothing more is read. */
  readonly push: (chunk: Uint8Array) => readonly Frame[];
}

/** Gives a message as one line. JSON has no raw line feeds, so none can hide in a text. */
export function encodeFrame(message: object): string {
  return `${JSON.stringify(message)}\n`;
}

/** Gives a reader that keeps what is not a whole line yet. */
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

  const push = (chunk: Uint8Array): readonly Frame[] => {
    const frames: Frame[] = [];
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

function decodeLine(line: string): Frame {
  try {
    return { kind: 'message', value: JSON.parse(line) };
  } catch {
    return { kind: 'refused', because: 'a message is not JSON' };
  }
}
