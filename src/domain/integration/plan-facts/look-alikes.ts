import type { EffortName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** Scripts with letters that are drawn like Latin ones. @see Unicode Technical Standard 39, section 5.1 */
const SCRIPTS = {
  Armenian: /\p{Script=Armenian}/u,
  Cherokee: /\p{Script=Cherokee}/u,
  Coptic: /\p{Script=Coptic}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Georgian: /\p{Script=Georgian}/u,
  Greek: /\p{Script=Greek}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Lisu: /\p{Script=Lisu}/u,
} as const;

/** Says which names mix Latin letters with others that look like them, or hold letters that only look like plain ones (`ａ`, `𝐚`). */
export function lookAlikes(
  efforts: readonly { readonly name: EffortName; readonly branch: string }[],
): readonly PlanFinding[] {
  return efforts.flatMap(({ name, branch }): readonly PlanFinding[] => {
    const odd = [...branch].filter((char) => isOdd(char, /[A-Za-z]/.test(branch)));
    if (odd.length === 0) return [];
    const named = [...new Set(odd)].map((char) => `${char} is ${codePoint(char)}${scriptOf(char)}`);
    return [
      {
        kind: 'looks_alike',
        subject: name,
        severity: 'MEDIUM',
        checkpoint_says: `the name ${branch} holds letters that look like others: ${named.join(', ')}`,
        git_says: 'it is another branch than one in plain letters',
      },
    ];
  });
}

function isOdd(char: string, among_latin: boolean): boolean {
  if (char <= '\x7f') return false;
  const plain =
    char.normalize('NFKC') !== char.normalize('NFC') && /^[\x21-\x7e]+$/.test(char.normalize('NFKC'));
  return plain || (among_latin && scriptOf(char) !== '');
}

function scriptOf(char: string): string {
  const script = Object.entries(SCRIPTS).find(([, letters]) => letters.test(char))?.[0];
  return script === undefined ? '' : ` (${script})`;
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
