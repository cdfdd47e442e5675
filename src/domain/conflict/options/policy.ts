import { matchesGlob } from '../../shared/glob.ts';
import type { ConflictKind, ConflictLevel } from '../conflict.ts';

/** A standing answer: conflicts of this class or under this path are resolved this way without asking. */
export interface ConflictPolicy {
  /** A class the classifier names, or a conflict kind; null: any. */
  readonly class: string | null;
  /** A glob over paths; null: any. */
  readonly path: string | null;
  /** An option kind, `ask`, `put_aside` or `hand_back`. */
  readonly resolve: string;
}

/** What a policy looks at. */
export interface PolicySubject {
  readonly path: string;
  readonly kind: ConflictKind;
  readonly class: string;
  readonly level: ConflictLevel;
}

/** What the operator's policies say about a hunk: an option by its name, or that it is not resolved here; null where none applies. */
export type PolicyAnswer = { readonly option: string } | 'not_here' | null;

const NOT_HERE = ['ask', 'put_aside', 'hand_back'];

/**
 * Gives the answer of the first policy that applies. What the lines mean is decided by a policy for that very class only (rule 3 of the
 * rules that never bend): one for a path or for everything does not reach it.
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
