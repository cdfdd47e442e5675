import { makePieceReader, type PieceReader } from '../../domain/gate/output-reader.ts';
import { makeParser } from '../../domain/gate/parsers/table.ts';
import type { OutputRequest } from '../../ports/output-readers.ts';

/** Creates the reader of a request, on whatever thread. */
export function pieceReaderFor({ parser, root, withheld }: OutputRequest): PieceReader {
  return makePieceReader(makeParser(parser), { root, withheld: new Set(withheld) });
}
