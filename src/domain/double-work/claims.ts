import { folderOf } from '../code/code-tree.ts';
import { isChangelog, isGenerated, isLockfile, languageOf } from '../conflict/facts/file-nature.ts';
import type { FilePatch } from '../landed/patch.ts';
import { type Claim, type ClaimingChange, isTelling } from './claim.ts';
import { type Declared, declarationReader } from './declared-lines.ts';
import { valueReader } from './given-values.ts';
import { issueClaims } from './issues.ts';
import { numberClaims } from './leading-numbers.ts';

/** A shorter name of one word is chosen twice by chance. */
const LEAST_LETTERS = 6;
/** More claims of one change than these say that a folder was brought in, not written. */
const MOST_CLAIMS = 5_000;

/** Returns what a change takes for itself, each once. What it also takes out somewhere is moved or rewritten, and not new. */
export function claimsOf(change: ClaimingChange): readonly Claim[] {
  const files = change.files.filter(({ path }) => isWritten(path));
  const gone = new Set(files.flatMap((file) => linesOf(file, 'removed').map(({ key }) => key)));
  const lines = files.flatMap((file) => linesOf(file, 'added')).filter(({ key }) => !gone.has(key));
  const all = [...issueClaims(change), ...numberClaims(change.files), ...lines];
  return [...new Map(all.map((each) => [each.key, each])).values()].slice(0, MOST_CLAIMS);
}

/** Checks whether people write a file, and not a tool. */
export function isWritten(path: string): boolean {
  return !isLockfile(path) && !isGenerated(path) && !isChangelog(path);
}

function linesOf({ path, hunks }: FilePatch, side: 'added' | 'removed'): readonly Claim[] {
  const [values, declaration] = [valueReader(path), declarationReader(path)];
  return hunks.flatMap((hunk) =>
    hunk[side].flatMap((line) => [...nameClaims(path, line, declaration(line)), ...values(line)]),
  );
}

/** A name is claimed where it is known; one that is known everywhere, only if it says something. */
function nameClaims(path: string, line: string, found: Declared | null): readonly Claim[] {
  if (found === null) return [];
  const { name, known } = found;
  const word = name.slice(name.lastIndexOf('.') + 1);
  const within = known === 'folder' ? folderOf(path) : path;
  const base = { kind: 'name', what: name, path, text: line.trim() } as const;
  const near = { ...base, key: `name\0${within}\0${name}`, unless_known: { word, within } };
  if (known !== 'everywhere' || (name.length < LEAST_LETTERS && !isTelling(name))) return [near];
  return [near, { ...base, key: `name\0${languageOf(path)}\0${name}`, unless_known: { word, within: '' } }];
}
