/** Shows the first rows and then waits, throws or hands over, so that a test can watch the terminal. */
import { showSkeleton } from '../../../src/cli/output/skeleton.ts';

const [then] = process.argv.slice(2);
const io = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  interactive: process.stdin.isTTY === true,
  env: process.env,
  directory: process.cwd(),
};
const skeleton = showSkeleton(io, false);
if (then === 'end') {
  skeleton.end();
  io.out('what went wrong\r\n');
} else if (then === 'hand over') {
  skeleton.handOver();
  skeleton.end();
  io.out('the first frame');
  setInterval(() => {}, 1000);
} else setInterval(() => {}, 1000);
