/** Somebody committed on the integration branch: asked before anything is built on it, because no effort brought it. */

import type { ForeignCommit } from '../../shared/commit-graph.ts';
import { shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { ABOUT_NOTHING, choice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { type Asking, AT_WORK, PAUSE_HERE } from './asking.ts';

export const foreignCommitsQuestion: Asking<'foreign_commits'> = {
  kind: 'foreign_commits',
  also: AT_WORK,
  ask: ({ foreign, take_back_to, integration_branch, integration_tip, target }) => {
    if (foreign === null || take_back_to !== null) return null;
    const { commits } = foreign;
    return {
      ...ABOUT_NOTHING,
      id: questionId('foreign_commits', foreign.onto, integration_tip ?? ''),
      kind: 'foreign_commits',
      title: `${integration_branch} has ${counted(commits.length, 'commit')} that no effort brought`,
      facts: commits.map((commit) => said(commitWords(commit))),
      choices: [
        choice('keep', 'Keep what was added', `it is tested with the rest, and lands on ${target}`, 'MEDIUM'),
        choice('leave_out', 'Leave it out', 'the branch goes back; it stays reachable under refs/intorch'),
        PAUSE_HERE,
      ],
      recommended: null,
    };
  },
  answer: (state, _question, { choice: chosen }) => {
    const { foreign } = state;
    if (chosen === 'stop' || foreign === null) return { ...state, paused: true };
    if (chosen === 'keep') return { ...state, foreign: null };
    const why = 'commits that no effort brought are left out';
    return { ...state, foreign: null, take_back_to: { commit: foreign.onto, why, then: 'integrate' } };
  },
  records: (chosen) => chosen !== 'stop',
  about: ({ foreign }) => (foreign?.commits ?? []).map(commitWords).join('; '),
};

function commitWords({ commit, authors, subject, files, more_files }: ForeignCommit): string {
  const changed = [...files, ...(more_files > 0 ? [`${more_files} more`] : [])].join(', ');
  return `${shortSha(commit)} ${subject}, by ${authors.join(', ')}: ${changed || 'changes no file'}`;
}
