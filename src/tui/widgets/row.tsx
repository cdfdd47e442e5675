import { Text } from 'ink';
import Spinner from 'ink-spinner';
import type { Span } from '../frame/line.ts';

/** Draws the spans of one row, without a line break. */
export function Spans({ spans }: { readonly spans: readonly Span[] }) {
  return spans.map((span, index) => (
    <Text
      key={index}
      {...(span.style.color === undefined ? {} : { color: span.style.color })}
      bold={span.style.bold ?? false}
      dimColor={span.style.dim ?? false}
    >
      {span.moving === true ? <Moving /> : span.text}
    </Text>
  ));
}

/** The only animated element of a screen: the step that is running. */
function Moving() {
  return <Spinner type="dots" />;
}
