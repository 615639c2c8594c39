import { ROOT_CONTEXT, SpanStatusCode, trace, type Context, type Tracer } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';
import type { PlannedSpan } from './drill-spans';
import { idsOf } from './ids-of';

/** What is longer is in the evidence. */
const MOST_CHARACTERS = 4000;
const MOST_EVENTS = 1000;

/** The spans of one trace as OpenTelemetry's SDK makes them; `name` tells traces from one another, and the same has the same ids. */
export async function madeSpans(
  name: string,
  planned: PlannedSpan,
  resource: Readonly<Record<string, string>>,
): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    resource: resourceFromAttributes(resource),
    // Whatever the environment says of sampling: what was asked for is exported.
    sampler: new AlwaysOnSampler(),
    idGenerator: idsOf(name),
    spanLimits: { attributeValueLengthLimit: MOST_CHARACTERS, eventCountLimit: MOST_EVENTS },
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  start(provider.getTracer('firedrill', resource['service.version']), planned, ROOT_CONTEXT);
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  await provider.shutdown();
  return spans;
}

function start(tracer: Tracer, planned: PlannedSpan, context: Context): void {
  const { name, from, to, attributes, events, error, within } = planned;
  const span = tracer.startSpan(name, { startTime: from, attributes: mutable(attributes) }, context);
  for (const event of events) span.addEvent(event.name, mutable(event.attributes), event.at);
  if (error === undefined) span.setStatus({ code: SpanStatusCode.OK });
  else span.setStatus({ code: SpanStatusCode.ERROR, message: error.slice(0, MOST_CHARACTERS) });
  for (const each of within) start(tracer, each, trace.setSpan(context, span));
  span.end(to);
}

const mutable = (attributes: PlannedSpan['attributes']) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
