/**
 * This folder: names, time, errors, graph and text, and the contract of a machine.
 *
 * Names that must not be mixed up. Each is a string at run time, and its own type for the compiler.
 */
declare const brand: unique symbol;
type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Full object name of a git object: 40 (SHA-1) or 64 (SHA-256) lower-case hex digits. */
export type Sha = Brand<'Sha'>;
/** Short name of a branch, as people use it: `effort/auth`. */
export type BranchName = Brand<'BranchName'>;
/** Full name of a ref: `refs/heads/effort/auth`. */
export type RefName = Brand<'RefName'>;
/** Name of an effort, unique within a session. */
export type EffortName = Brand<'EffortName'>;
/** Name of a gate, unique within a session. */
export type GateName = Brand<'GateName'>;
/** One integration from plan to end: `wave1-20261121-101500`. */
export type SessionId = Brand<'SessionId'>;
/** One conflicted path of one effort: `<effort>#<ordinal>`. */
export type ConflictId = Brand<'ConflictId'>;
/** The name under which an action counts as in flight; made by a machine's `actionKey`, and never taken apart. */
export type ActionKey = Brand<'ActionKey'>;
/** One run of one gate: its ordinal in the session, the gate and what it judged; also the name of its log. Never taken apart. */
export type RunId = Brand<'RunId'>;
/** One question as it was put; made by `questionId`, and never taken apart. */
export type QuestionId = Brand<'QuestionId'>;
/** One choice of a question; made by `choiceId`, and never taken apart. */
export type ChoiceId = Brand<'ChoiceId'>;
/** A point in time, ISO 8601 in UTC with milliseconds: `2026-11-21T10:15:00.000Z`. */
export type Instant = Brand<'Instant'>;

/** Who commits are by, so that a step done twice gives the same object name. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Parses an object name; null when the text is not 40 or 64 hex digits. */
export function parseSha(text: string): Sha | null {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? (text as Sha) : null;
}

/**
 * Parses a branch name; null when git would refuse it or a command could take it for an option.
 * @see git-check-ref-format(1)
 */
export function parseBranchName(text: string): BranchName | null {
  if (text === '' || text === '@' || text.startsWith('-') || text.startsWith('/') || text.endsWith('/'))
    return null;
  // biome-ignore format: one rule of git-check-ref-format per alternative
  const refused = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|(?:^|\/)\.|\.lock(?:\/|$)|\.$/;
  return refused.test(text) ? null : (text as BranchName);
}

/** Parses the name of a session, which becomes a folder and part of refs; null: it cannot be one. */
export function parseSessionId(text: string): SessionId | null {
  const isName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(text) && parseBranchName(text) !== null;
  return isName ? (text as SessionId) : null;
}

const HEADS = 'refs/heads/';

/** Returns the full ref name of a local branch. */
export function branchRef(branch: BranchName): RefName {
  return `${HEADS}${branch}` as RefName;
}

/** Returns the local branch that a ref is; null: it is something else. */
export function localBranch(ref: string): BranchName | null {
  return ref.startsWith(HEADS) ? (ref.slice(HEADS.length) as BranchName) : null;
}

/** Shortens an object name to its first eight digits, for display. */
export function shortSha(sha: Sha): string {
  return sha.slice(0, 8);
}
