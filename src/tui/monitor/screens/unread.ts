import { rows } from '../../frame/frame.ts';
import { line, wrapped } from '../../frame/line.ts';
import type { Body } from '../../screen.ts';
import { type MonitorLook, openRun, pickedListing } from '../monitor-look.ts';

/** What stands in place of steps: there is no run, it is not read yet, or no step matches the filter. */
export function unread(look: MonitorLook, width: number): Body {
  const picked = pickedListing(look);
  const words =
    picked === null
      ? ' No pipeline has run here yet. Start one: intorch pipeline run FILE'
      : openRun(look) === null
        ? ` Reading ${picked.run_id}`
        : ` No step matches "${look.view.filter.text}"; esc shows all`;
  return { blocks: [rows(line(''), ...wrapped(words, width, 3))], extents: {} };
}
