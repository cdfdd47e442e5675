import { matchesGlob } from '../../shared/glob.ts';
import type { ConflictKind, ConflictLevel } from '../conflict.ts';

/** A standing answer: conflicts of this class or under this path are resolved this way without asking the operator. */
export interface ConflictPolicy {
  /** A class of the classifier, or a conflict kind; null: any. */
  readonly class: string | null;
  /** A glob over paths; null: any. */
  readonly path: string | null;
  /** An option kind, `ask`, `hold_effort` or `return_to_author`. */
  readonly resolve: string;
}

/** What a policy is matched against. */
export interface PolicySubject {
  readonly path: string;
  readonly kind: ConflictKind;
  readonly class: string;
  readonly level: ConflictLevel;
}

/** The answer of the operator's policies to a hunk: the name of an option, or that nothing resolves it here; null if none applies. */
export type PolicyAnswer = { readonly option: string } | 'not_here' | null;

const NOT_HERE = ['ask', 'hold_effort', 'return_to_author'];

/**
 * Returns the answer of the first policy that applies. When the conflict is about what lines mean, only a policy for that very class
 * decides (rule 3 of the rules that never bend): one for a path or for everything does not reach it.
 */
export function policyAnswer(policies: readonly ConflictPolicy[], subject: PolicySubject): PolicyAnswer {
  const found = policies.find((policy) => applies(policy, subject));
  if (found === undefined) return null;
  return NOT_HERE.includes(found.resolve) ? 'not_here' : { option: found.resolve };
}

function applies(policy: ConflictPolicy, subject: PolicySubject): boolean {
  const by_class = policy.class === subject.class || policy.class === subject.kind;
  if (policy.class !== null && !by_class) return false;
  if (subject.level === 'semantic' && policy.class !== subject.class && !NOT_HERE.includes(policy.resolve))
    return false;
  return policy.path === null || matchesGlob(policy.path, subject.path);
}
