import type { Kysely } from 'kysely';
import type { RefName, Sha } from '../../domain/shared/ids.ts';
import type { RefMove, StepLog, WrittenStep } from '../../ports/step-log.ts';
import { guardedBy } from './rows.ts';
import { settled } from './settled.ts';
import type { Tables } from './tables.ts';

/** Operating systems write after half a minute, a laptop that saves power after ten. */
const SURELY_WRITTEN_MS = 3_600_000;
/** SQLite takes so many values in a query, and more. */
const MOST_AT_ONCE = 1_000;

/** Returns the log of steps in an open database. All sessions of a repository share it, like the folder of our objects. */
export function stepLogIn(database: Kysely<Tables>, path: string, now: () => number = Date.now): StepLog {
  const keep = ({ objects, moves }: WrittenStep) =>
    database.transaction().execute(async (all) => {
      for (const some of batches([...objects]))
        await all
          .insertInto('written_objects')
          .values(some.map(([file, bytes]) => ({ file, bytes })))
          .onConflict((there) => there.doNothing())
          .execute();
      for (const some of batches(moves))
        await all
          .insertInto('ref_moves')
          .values(some.map(({ ref, to }) => ({ ref, object: to, at_ms: now() })))
          .execute();
    });
  const kept = async () => {
    const objects = await database.selectFrom('written_objects').selectAll().execute();
    const moves = await database.selectFrom('ref_moves').selectAll().orderBy('number').execute();
    return {
      objects: new Map(objects.map(({ file, bytes }) => [file, bytes])),
      moves: moves.map(({ ref, object }): RefMove => ({ ref: ref as RefName, to: object as Sha | null })),
    };
  };
  const withdraw = async (refs: readonly RefName[]) => {
    const last = database
      .selectFrom('ref_moves')
      .select(({ fn }) => fn.max('number').as('number'))
      .where('ref', 'in', refs)
      .groupBy('ref');
    await settled(database, 'later', (to) =>
      to.deleteFrom('ref_moves').where('number', 'in', last).execute(),
    );
  };
  return {
    keep: (step) => guardedBy(path, () => keep(step)),
    kept: () => guardedBy(path, kept),
    withdraw: (refs) => guardedBy(path, () => withdraw(refs)),
    forgetObjects: (files) =>
      guardedBy(path, async () => {
        for (const some of batches(files))
          await database.deleteFrom('written_objects').where('file', 'in', some).execute();
      }),
    forgetMoves: () =>
      guardedBy(path, async () => {
        const last = now() - SURELY_WRITTEN_MS;
        await settled(database, 'later', (to) =>
          to.deleteFrom('ref_moves').where('at_ms', '<', last).execute(),
        );
      }),
  };
}

function batches<T>(all: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / MOST_AT_ONCE);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  );
}
