/** What `intorch audit` says: as lines for a terminal, and as Markdown. */
import type { FullAudit } from '../domain/double-work/landed-twice.ts';
import { isSilent, type TakenBackCommit, type TakingLanding } from '../domain/landed/audit.ts';
import { amountWords, commitWords } from '../domain/landed/words.ts';
import { shortSha } from '../domain/shared/ids.ts';
import { counted, sanitizeLine } from '../domain/shared/text.ts';
import { auditParts } from './sections/audit-merges.ts';
import { bullets, code, markdown, prose, table } from './words/markdown.ts';

/** More paths than these are counted. */
const MOST_PATHS = 2;

/** Writes the audit as lines. */
export function auditLines(report: FullAudit): readonly string[] {
  const { silent, said } = parts(report);
  return [
    `${headline(report)}${silent.length === 0 ? '' : ':'}`,
    ...silent.flatMap(({ commit, subject, by }) => [
      '',
      `${commitWords(commit, subject)}`,
      ...by.map((landing) => `  ${landingLine(landing)}`),
    ]),
    ...(said.length === 0 ? [] : ['', ...saidLines(said)]),
    ...auditParts(report).flatMap(({ heading, lines }) => ['', heading, ...lines.map((each) => `  ${each}`)]),
  ].map(sanitizeLine);
}

/** Writes the audit as a Markdown document. */
export function auditDocument(report: FullAudit): string {
  const { silent, said } = parts(report);
  return markdown(
    '# Audit',
    `${prose(headline(report))}.`,
    table(
      ['Commit', 'Taken back by', 'When', 'What', 'Where'],
      silent.flatMap((taken) =>
        taken.by.map((landing) => [
          `${code(shortSha(taken.commit))} ${prose(taken.subject)}`,
          `${code(shortSha(landing.commit))} ${prose(landing.subject)}${prose(afterwards(landing))}`,
          landing.at.slice(0, 10),
          prose(amountWords(landing)),
          landing.paths.slice(0, MOST_PATHS).map(code).join(', '),
        ]),
      ),
      null,
    ),
    said.length === 0 ? null : '## Taken Back by Landings That Say So',
    bullets(
      saidLines(said)
        .slice(1)
        .map((text) => prose(text.trim())),
      null,
    ),
    ...auditParts(report).flatMap(({ title, lines }) => [`## ${title}`, bullets(lines.map(prose), null)]),
  );
}

function parts({ taken_back }: FullAudit) {
  return { silent: taken_back.filter(isSilent), said: taken_back.filter((taken) => !isSilent(taken)) };
}

function headline(report: FullAudit): string {
  const { silent } = parts(report);
  const among = `${counted(report.landings, 'landing')} up to ${shortSha(report.tip)}`;
  if (silent.length === 0) return `Nothing was taken back without a word in ${among}`;
  const by = silent.flatMap((taken) => taken.by.filter(({ explained }) => explained === null));
  const landings = new Set(by.map(({ commit }) => commit)).size;
  return `${counted(silent.length, 'commit was', 'commits were')} taken back without a word by ${landings} of ${among}`;
}

function landingLine(landing: TakingLanding): string {
  const { commit, subject, at, paths, explained } = landing;
  const more = paths.length - MOST_PATHS;
  const where = [...paths.slice(0, MOST_PATHS), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const why = explained === null ? '' : `; ${explained}`;
  return `by ${commitWords(commit, subject)} on ${at.slice(0, 10)}: ${amountWords(landing)}, in ${where}${why}${afterwards(landing)}`;
}

function afterwards({ mended_by }: TakingLanding): string {
  return mended_by === null ? '' : `; it came in again with ${shortSha(mended_by)}`;
}

function saidLines(said: readonly TakenBackCommit[]): readonly string[] {
  return [
    `${counted(said.length, 'commit was', 'commits were')} taken back by landings that say so:`,
    ...said.flatMap(({ commit, subject, by }) =>
      by.map(
        (landing) =>
          `  ${commitWords(commit, subject)} by ${shortSha(landing.commit)}: ${landing.explained}${afterwards(landing)}`,
      ),
    ),
  ];
}
