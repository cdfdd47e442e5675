/** The kinds of processes that this program knows, as lists and `status` see them. A kind keeps its states to itself. */
import type { Journalled } from '../../adapters/sqlite/sqlite-journal.ts';
import type { Codec, RowReader, SessionSummary } from '../../domain/shared/codec.ts';
import type { ProcessState } from '../../domain/shared/process.ts';
import { readSession, type StoredSession, type Stores } from '../../engine/recover.ts';

/** A stored process, described for people and their tools. */
export interface ProcessStatus extends SessionSummary {
  /** What `--json` prints of it. */
  readonly facts: object;
  /** What people read: a name and a text for each line. */
  readonly lines: readonly (readonly [string, string])[];
  /** Everything that its reports say, as plain data for programs. */
  readonly report: () => Promise<object>;
  /** The reports that its state calls for, as Markdown by file name. Texts that only the repository has are named in them by a command. */
  readonly reports: () => Promise<ReadonlyMap<string, string>>;
  /** Actions that were started and have not ended, by their keys. Where nobody drives the process they were cut off, and are done again. */
  readonly in_flight: readonly string[];
  /** What only a person can do next, with the command for it; null: it goes on by itself once somebody drives it. */
  readonly by_hand: { readonly kind: 'decide' | 'finish'; readonly command: string } | null;
}

/** How the processes of a kind are stored: rows that can be read at once, and the whole codec, which takes longer to load. */
export interface StoredForm<State, Event> {
  readonly rows: RowReader<State, Event>;
  readonly codec: () => Promise<Codec<State, Event>>;
}

/** Opens the stored parts of one session with any kind's form. */
export interface StoredPlace {
  readonly storesFor: <State, Event extends Journalled>(
    form: StoredForm<State, Event>,
  ) => Stores<State, Event>;
}

export interface ProcessKind {
  /** The name of its codec. */
  readonly kind: string;
  /** Reads a session and describes it. */
  readonly show: (place: StoredPlace) => Promise<StoredSession<ProcessStatus>>;
}

/** Creates a kind of process from its machine's transition, its stored form, and its description for `status`. */
export function processKind<State extends Pick<ProcessState<unknown>, 'in_flight'>, Event extends Journalled>(
  transition: (state: State, event: Event) => State,
  form: StoredForm<State, Event>,
  statusOf: (state: State) => Omit<ProcessStatus, keyof SessionSummary | 'in_flight'>,
): ProcessKind {
  return {
    kind: form.rows.kind,
    show: async (place) => {
      const { found, refused } = await readSession(place.storesFor(form), transition);
      if (found === null) return { found, refused };
      const { state } = found;
      const in_flight = state.in_flight.map(({ key }) => key);
      return {
        found: { ...found, state: { ...form.rows.summaryOf(state), ...statusOf(state), in_flight } },
        refused,
      };
    },
  };
}
