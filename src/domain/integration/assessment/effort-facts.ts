import { deciderWords } from '../../shared/client.ts';
import { counted } from '../../shared/text.ts';
import { heldBecause, leftOutOf, lossesOf, notChosen } from '../selectors/effort-status.ts';
import { participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses what became of each effort: what is out, what is in without all of its commits, and what its merge lost. */
export function effortFacts(state: IntegrationState): readonly Fact[] {
  return [
    ...participants(state).flatMap((effort) => [
      ...progressFacts(effort),
      ...partFacts(effort),
      ...lossFacts(effort),
    ]),
    ...acceptedLosses(state),
  ];
}

function progressFacts(effort: Effort): readonly Fact[] {
  if (effort.status === 'PENDING' || effort.status === 'MERGING')
    return [fact('effort', effort.name, 'blocks', `${effort.name} is still to be merged`)];
  if (effort.status !== 'HELD' && effort.status !== 'FAILED') return [];
  const because = heldBecause(effort);
  const why = because === null ? '' : `: ${because}`;
  return [fact('effort', effort.name, 'warns', `${effort.name} is not in${why}`)];
}

/** A cherry-pick may have left out commits that conflict, and the settings may name some of a branch's commits only. */
function partFacts(effort: Effort): readonly Fact[] {
  const left_out = leftOutOf(effort);
  const unchosen = notChosen(effort);
  const facts: Fact[] = [];
  if (left_out.length > 0) {
    const because = `${effort.name} is in without ${counted(left_out.length, 'commit')} that conflict`;
    const evidence = left_out.map(({ commit }) => commit.slice(0, 8)).join(', ');
    facts.push(
      fact('left_out_commits', effort.name, 'warns', because, { value: String(left_out.length), evidence }),
    );
  }
  if (effort.status === 'MERGED' && unchosen > 0) {
    const because = `${effort.name} is in with ${effort.commits - unchosen} of its ${counted(effort.commits, 'commit')}, as the settings name them`;
    facts.push(fact('left_out_commits', effort.name, 'warns', because, { value: String(unchosen) }));
  }
  return facts;
}

function lossFacts(effort: Effort): readonly Fact[] {
  if (effort.status !== 'MERGED') return [];
  return lossesOf(effort).map(({ path, side, lines, examples }) =>
    fact(
      'loss',
      path,
      'blocks',
      `${counted(lines, 'line')} of ${path} (${side}) vanished in the merge of ${effort.name}, and no decision explains it`,
      { value: String(lines), threshold: '0', evidence: examples.join(' / ') },
    ),
  );
}

/** Lists the losses that someone accepted by name. */
function acceptedLosses(state: IntegrationState): readonly Fact[] {
  return state.decisions
    .filter(({ kind, choice }) => kind === 'loss' && choice === 'accept')
    .map((decision) =>
      fact(
        'loss',
        decision.about,
        'warns',
        `lines that vanished were accepted by ${deciderWords(decision)}: ${decision.about}`,
      ),
    );
}
