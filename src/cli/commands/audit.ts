/** `intorch audit [RANGE]`: what landings took back of what had landed before. It reads commits, and changes nothing. */
import { gitHistory } from '../../adapters/git/history.ts';
import { safeJson } from '../../domain/shared/text.ts';
import { auditOf } from '../../engine/audit.ts';
import { auditDocument, auditLines } from '../../reports/audit.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';

export async function auditCommand({ words, flags }: Invocation, io: Io): Promise<number> {
  const history = gitHistory({ directory: io.directory, env: io.env });
  try {
    const report = await auditOf(history, words[0] ?? '');
    if (flagOn(flags, 'json')) io.out(`${safeJson({ type: 'audit', ...report })}\n`);
    else if (flagOn(flags, 'markdown')) io.out(auditDocument(report));
    else io.out(`${auditLines(report).join('\n')}\n`);
    return 0;
  } finally {
    await history.close();
  }
}
