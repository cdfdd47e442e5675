import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import { type PlanPart, unknownPart } from '../../../domain/integration/plan-facts/unknown-part.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { BranchName } from '../../../domain/shared/ids.ts';

/** Asks for a part of the plan. Where git fails in it, the rest of the plan stands, and a finding names the part. */
export async function knownPart<T>(
  part: PlanPart,
  target: BranchName,
  asked: Promise<T>,
): Promise<{ readonly known: T | null; readonly findings: readonly PlanFinding[] }> {
  try {
    return { known: await asked, findings: [] };
  } catch (thrown) {
    if (!(thrown instanceof IntorchError)) throw thrown;
    return { known: null, findings: [unknownPart(part, target, thrown.message)] };
  }
}
