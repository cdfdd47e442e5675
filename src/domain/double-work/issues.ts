/** Which issues a change says that it is about. Mentioned beside the way (`see #12`, `part of #12`) is none of them. */
import { subjectOf } from '../landed/explanation.ts';
import type { Claim, ClaimingChange } from './claim.ts';

/** `#12`, `GH-12`, `ABC-12`, and no piece of a version, a path or a longer name. */
const ISSUE = String.raw`(?<![\w#./-])(?:#(\d{1,7})|(?:GH|gh)-(\d{1,7})|([A-Z][A-Z0-9]{1,9})-(\d{1,7}))(?![\w-]|\.\d)`;
/** Names of standards, encodings and licences look like keys of a tracker. */
const STANDARD =
  /^(?:UTF|UCS|SHA\d*|MD|AES|RSA|ISO|IEC|IEEE|RFC|CVE|CWE|PEP|HTTP|HTTPS|TLS|SSL|IPV|ES|ECMA|ANSI|ASCII|CP|ISBN|BSD|GPL|LGPL|AGPL|MIT|APACHE|MPL|X|US|EN|DE|FR|GHSA|JEP|JSR|KB|Q|V|H|PY|CP|ABI|API|BASE|WIN|X86|ARM|GPT|LEVEL|STEP|PART|PHASE|WAVE|AGENT|WORKER|VERSION)$/;
const CLOSES = new RegExp(
  String.raw`(?i:\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?|address(?:e[sd]|ing)?)\b:?\s+(?:(?:issue|bug|ticket)s?\s+)?)${ISSUE}`,
  'g',
);
const FOOTER = new RegExp(
  String.raw`^(?i:(?:issue|ticket|bug|jira|fixes|closes|resolves)(?:-id)?:\s*)${ISSUE}`,
  'gm',
);
const IN_SUBJECT = new RegExp(ISSUE, 'g');
/** What a forge adds at the end of a squash, or begins a merge with, is the number of a pull request. */
const PULL_REQUEST =
  /\s*\((?:#\d+(?:,\s*)?)+\)\s*$|^Merge pull request #\d+.*$|\bpull request #\d+|\bPR #?\d+|!\d+\b/g;
/** What stands before a number that is only mentioned. */
const BESIDE =
  /\b(?:see|part of|follow[- ]?up(?: to| for| of)?|related(?: to)?|after|since|from|in|like|reverts?|backports?|cherry[- ]?picks?(?: of)?|of)\s*:?\s*$/i;
const BRANCH =
  /(?:^|[/_-])(?:(?:issues?|gh|bugs?|tickets?)[/_#-]?|(?:fix|bugfix|hotfix|feat|feature)[/]#?)(\d{1,7})(?=$|[/_-])|(?:^|\/)#?(\d{2,7})[-_](?=[a-z])|(?:^|\/)([A-Z][A-Z0-9]{1,9})-(\d{1,7})(?=$|[/_-])/g;

const LONGEST_SUBJECT = 500;
const LONGEST_MESSAGE = 20_000;
/** What says that an issue is only mentioned stands right before it. */
const LONGEST_WORDS = 40;

/** Returns what a change claims by its messages and the names of its branches: `#12`, `ABC-12`, each once. */
export function issueClaims({
  messages,
  branches,
}: Pick<ClaimingChange, 'messages' | 'branches'>): readonly Claim[] {
  const found = new Map<string, string>();
  const add = (text: string, issues: readonly string[]) => {
    for (const issue of issues) if (!found.has(issue)) found.set(issue, text);
  };
  for (const branch of branches) add(branch, issuesIn(branch, BRANCH));
  for (const whole of messages) {
    const message = whole.slice(0, LONGEST_MESSAGE);
    const subject = subjectOf(message).slice(0, LONGEST_SUBJECT).replace(PULL_REQUEST, '');
    if (/^(?:Revert|Reapply|Merge)\b/.test(subject)) continue;
    add(message, issuesIn(subject, IN_SUBJECT));
    const body = message.slice(subjectOf(message).length).replace(PULL_REQUEST, '');
    add(message, [...issuesIn(`${subject}\n${body}`, CLOSES), ...issuesIn(body, FOOTER)]);
  }
  return [...found].map(([issue, text]) => ({
    kind: 'issue',
    key: `issue\0${issue}`,
    what: issue,
    path: null,
    text,
    unless_known: null,
  }));
}

function issuesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    if (BESIDE.test(text.slice(Math.max(0, match.index - LONGEST_WORDS), match.index))) return [];
    const [number, second, tracker, of_tracker] = match.slice(1);
    if (tracker !== undefined) return STANDARD.test(tracker) ? [] : [`${tracker}-${Number(of_tracker)}`];
    const plain = Number(number ?? second);
    return plain > 0 ? [`#${plain}`] : [];
  });
}
