import { plainLineFilter } from '../../domain/gate/attention/plain-lines.ts';
import type { TestTally } from '../../domain/gate/gate.ts';
import { makePieceReader, type OutputReading } from '../../domain/gate/output-reader.ts';
import { makeParser } from '../../domain/gate/parsers/table.ts';
import type { OutputRequest } from '../../ports/output-readers.ts';
import { logPieces } from '../disk/log-files.ts';

/** What is to be read, from a byte of the whole on. It can be sent to another thread. */
export interface ReadingRequest extends Omit<OutputRequest, 'of'> {
  readonly from: number;
}

/** How far the reading of a log has come. */
export interface HowFar {
  readonly tests: TestTally | null;
  /** Whether there is more to be read now. */
  readonly more: boolean;
}

export interface LogReading {
  /** Reads on until the end, or until `enough` says so of the bytes that were read in all; it is asked after each piece. */
  readonly read: (enough: (bytes: number) => boolean) => Promise<HowFar>;
  /** Returns what was read says, and closes the log. */
  readonly finish: () => Promise<OutputReading>;
}

/** Creates the reading of a log, on whatever thread. */
export function readingOf({ parser, log, from, root, withheld }: ReadingRequest): LogReading {
  let pieces = logPieces(log, from);
  const filter = plainLineFilter();
  const reader = makePieceReader(makeParser(parser), { root, withheld: new Set(withheld) });
  // What begins a file is part of its text. A character whose bytes are not all there is never read.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let bytes = 0;
  let tests: TestTally | null = null;
  return {
    read: async (enough) => {
      for (;;) {
        const { value: piece } = await pieces.next().catch((error: unknown) => {
          // What could not be read may be readable the next time.
          pieces = logPieces(log, from + bytes);
          throw error;
        });
        if (piece === null) return { tests, more: false };
        for (const part of filter(piece)) tests = reader.push(decoder.decode(part, { stream: true }));
        bytes += piece.byteLength;
        if (enough(bytes)) return { tests, more: true };
      }
    },
    finish: async () => {
      await pieces.return(undefined as never);
      return reader.finish();
    },
  };
}
