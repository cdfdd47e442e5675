import { type Conflict, type Hunk, openHunks, type Severity } from '../../conflict/conflict.ts';
import { counted } from '../../shared/text.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { participants } from '../selectors/progress.ts';
import { sharedPlaces } from '../selectors/shared-places.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact, notKnown } from './fact.ts';

/** Assesses the conflicts: each one that is open, and how the severe and the mild ones were resolved. */
export function conflictFacts(state: IntegrationState): readonly Fact[] {
  const { conflicts_detected } = state;
  const open = conflicts_detected.filter(isOpen);
  return [
    ...open.map(openFact),
    categorised(conflicts_detected),
    severe(conflicts_detected),
    mild(conflicts_detected),
    ...together(state),
  ];
}

/** A merge without a conflict in one function says that no line collides; whether both still hold, only tests or a person can say. */
function together(state: IntegrationState): readonly Fact[] {
  const { forecast, settings } = state;
  const bearing = settings.conflicts.same_function === 'ask' ? 'asks' : 'warns';
  const merged = new Set(
    participants(state)
      .filter(isMergedHere)
      .map(({ name }) => name),
  );
  return (forecast?.pairs ?? []).flatMap((pair) => {
    if (forecast === null || pair.conflict || !merged.has(pair.a) || !merged.has(pair.b)) return [];
    const both = sharedPlaces(forecast, pair);
    if (both.length === 0) return [];
    const because = `${pair.a} and ${pair.b} both change ${both.join(', ')}, which the tests decide`;
    // It is found and graded, which is what the checklist asks.
    return [fact('conflict', `${pair.a}+${pair.b}`, bearing, because, { met: true })];
  });
}

function isOpen({ resolution_status, resolution_strategy }: Conflict): boolean {
  return resolution_status === 'IN_PROGRESS' && resolution_strategy === null;
}

function openFact(conflict: Conflict): Fact {
  const waiting = conflict.edited === null ? openHunks(conflict) : [];
  const waits =
    waiting.length === 0 ? 'is not merged yet' : `waits for ${counted(waiting.length, 'decision')}`;
  const unclear = waiting.some(({ level, recommended }) => level === 'semantic' && recommended === null);
  return fact(
    'conflict',
    conflict.id,
    'blocks',
    `the conflict of ${conflict.effort} in ${conflict.path} ${waits}`,
    {
      value: counted(waiting.length, 'open hunk'),
      threshold: 'none open',
      red_flag: unclear ? 'semantic_conflict' : null,
    },
  );
}

function categorised(conflicts: readonly Conflict[]): Fact {
  const unknown = conflicts.filter(({ hunks }) => hunks.length === 0);
  const all = counted(conflicts.length, 'conflict');
  return unknown.length === 0
    ? fact('conflict', 'all', 'informs', `${all} met, each with its class and severity`, {
        value: String(conflicts.length),
      })
    : notKnown('conflict', 'all', `${unknown.length} of ${all} are not graded yet`);
}

/** High-severity conflicts are for people: each was put to one with its options. */
function severe(conflicts: readonly Conflict[]): Fact {
  const hunks = hunksOf(conflicts, 'HIGH');
  const by_rule = hunks.filter(({ choice }) => choice?.by === 'rule');
  const because = `${counted(hunks.length, 'place')} of high severity, ${by_rule.length} resolved by rule`;
  return fact('conflict_severity', 'high', 'informs', because, {
    met: by_rule.length === 0,
    value: String(hunks.length),
    evidence: 'CONFLICT_RESOLUTION_NEEDED.md',
  });
}

/** Low-severity conflicts resolve themselves where a rule is sure. */
function mild(conflicts: readonly Conflict[]): Fact {
  // What is out with its effort is in no result, whatever a rule made of it.
  const hunks = hunksOf(
    conflicts.filter(({ resolution_strategy: by }) => by !== 'HELD' && by !== 'HANDED_BACK'),
    'LOW',
  );
  const asked = hunks.filter(({ choice }) => choice?.by !== 'rule' && choice?.by !== 'policy');
  const because =
    hunks.length === 0
      ? 'no place of low severity'
      : `${hunks.length - asked.length} of ${counted(hunks.length, 'place')} of low severity resolved without a question`;
  return fact('conflict_severity', 'low', 'informs', because, {
    met: asked.length === 0,
    value: `${hunks.length - asked.length} of ${hunks.length}`,
  });
}

function hunksOf(conflicts: readonly Conflict[], severity: Severity): readonly Hunk[] {
  return conflicts
    .filter(({ edited }) => edited === null)
    .flatMap(({ hunks }) => hunks.filter((hunk) => hunk.severity === severity));
}
