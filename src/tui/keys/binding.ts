import type { ScreenPlace } from '../screen-input.ts';
import type { Overlay } from '../view-state.ts';

/** Where keys have a meaning of their own: a screen, the three-way view, an overlay, or a filter being typed. */
export type Where = ScreenPlace | 'three_way' | 'filter' | Overlay['kind'];

export type ActionId =
  | 'accept'
  | 'back'
  | 'bad_before'
  | 'conflict_before'
  | 'copy'
  | 'copy_command'
  | 'detach'
  | 'diff'
  | 'earlier'
  | 'edit'
  | 'erase'
  | 'exclude'
  | 'filter'
  | 'first'
  | 'follow'
  | 'go_to_question'
  | 'help'
  | 'hold_effort'
  | 'interrupt'
  | 'last'
  | 'later'
  | 'leave'
  | 'log'
  | 'merge_again'
  | 'move_down'
  | 'move_left'
  | 'move_right'
  | 'move_up'
  | 'next_bad'
  | 'next_conflict'
  | 'next_pane'
  | 'open'
  | 'order_by'
  | 'page_down'
  | 'page_up'
  | 'pause'
  | 'pick'
  | 'plan_again'
  | 'restart'
  | 'retry'
  | 'scope'
  | 'see_gates'
  | 'see_history'
  | 'see_pipelines'
  | 'see_plan'
  | 'see_record'
  | 'see_run'
  | 'start'
  | 'stream'
  | 'suspend'
  | 'take'
  | 'take_back'
  | 'take_everywhere'
  | 'three_way'
  | 'try'
  | 'type'
  | 'whole_log'
  | 'wrap';

export interface Binding<Action = ActionId, Place = Where> {
  readonly keys: readonly string[];
  readonly action: Action;
  /** Shown in the hint bar. */
  readonly label: string;
  /** Shown in the help and in documents. */
  readonly says: string;
  readonly where: readonly Place[];
  /** Where the hint bar shows it; elsewhere only the help does. */
  readonly hint: readonly Place[];
}
