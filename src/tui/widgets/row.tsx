import { Text } from 'ink';
import type { Span } from '../frame/line.ts';
import { Moving } from './moving.tsx';

/** Draws the spans of one row, without a line end. */
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
