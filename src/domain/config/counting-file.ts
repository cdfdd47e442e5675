/** Whose intorch.yaml counts: the target's. That of a branch that is only checked out is an effort's, and its gates are never believed. */

/** Where a file may be: named by the operator, in the target's tree, or in the working tree of the operator. */
export type ConfigPlace = 'named' | 'target' | 'checkout';

export interface ConfigsFound {
  /** The operator named a file with `--config`. */
  readonly named: boolean;
  /** The target's tree has one. */
  readonly on_target: boolean;
  /** The checkout has one, and git tracks it or does not; null: it has none. */
  readonly in_checkout: 'tracked' | 'untracked' | null;
}

/** Returns the place of the file that counts; null: none does, and the settings are proposed. */
export function countingPlace({ named, on_target, in_checkout }: ConfigsFound): ConfigPlace | null {
  if (named) return 'named';
  if (on_target) return 'target';
  return in_checkout === 'untracked' ? 'checkout' : null;
}

/** What may name the target. Each is the name of a branch, or null. */
export interface TargetHints {
  /** A flag, a variable, or the session that goes on. */
  readonly told: string | null;
  /** What the file at hand names; undefined: there is no file at hand. */
  readonly at_hand: string | null | undefined;
  /** The branch that the main working tree is on. */
  readonly checked_out: string | null;
  /** The branch that the repository usually lands on. */
  readonly usual: string | null;
}

/** Returns the branch whose tree is asked first for its intorch.yaml; null: nothing names one. */
export function firstTarget({ told, at_hand, checked_out, usual }: TargetHints): string | null {
  return told ?? at_hand ?? (at_hand === undefined ? usual : null) ?? checked_out;
}
