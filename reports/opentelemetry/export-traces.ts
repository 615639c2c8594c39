import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { writeFileAtomically } from '../../support/drill/atomic-file';
import { redacted } from '../../support/drill/redaction/known-secrets';
import type { DrillEvidence } from '../drill-evidence';
import type { RunRecord } from '../run-record';
import { drillSpans } from './drill-spans';
import { madeSpans } from './made-spans';

/** One drill's spans. */
export type Trace = readonly ReadableSpan[];

/** A trace for each drill of the run that left evidence, without secrets. */
export async function runTraces(
  run: RunRecord,
  evidence: readonly DrillEvidence[],
): Promise<readonly Trace[]> {
  const byDrill = new Map(evidence.map((entry) => [entry.manifest.drill, entry]));
  const traces: Trace[] = [];
  for (const drill of run.drills) {
    const planned = drillSpans(run, drill, byDrill.get(drill.drill));
    if (planned === undefined) continue;
    const resource = {
      'service.name': 'firedrill',
      'service.version': drill.versions['firedrill'] ?? 'unknown',
      'deployment.environment.name': run.environment,
    };
    traces.push(await madeSpans(`${run.run}/${drill.drill}`, redacted(planned), resource));
  }
  return traces;
}

/** How long a collector may take for one trace, with what the exporter repeats on 429 and 503. */
const DEADLINE_MS = 10_000;

/**
 * Exports traces by OTLP: to an HTTP endpoint (`http://…` or `https://…`; without a path of its own `/v1/traces` is
 * appended, as OpenTelemetry has it) or else to a file, as the specification's file exporter writes it: JSON lines, a trace
 * each. Headers for the endpoint are taken from OTEL_EXPORTER_OTLP_HEADERS. Throws where the endpoint does not take them.
 */
export async function exportTraces(
  traces: readonly Trace[],
  destination: string,
  timeoutMillis = DEADLINE_MS,
): Promise<void> {
  if (!/^https?:\/\//.test(destination)) {
    writeFileAtomically(destination, traces.map((each) => `${otlpJson(each)}\n`).join(''));
    return;
  }
  const url = new URL(destination);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  const exporter = new OTLPTraceExporter({ url: url.href, timeoutMillis });
  try {
    for (const each of traces) await exported(exporter, each, url.host);
  } finally {
    await exporter.shutdown();
  }
}

function otlpJson(spans: Trace): string {
  const bytes = JsonTraceSerializer.serializeRequest([...spans]);
  if (bytes === undefined) throw new Error('OpenTelemetry made nothing of the spans');
  return Buffer.from(bytes).toString('utf8');
}

const exported = (exporter: OTLPTraceExporter, spans: Trace, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    exporter.export([...spans], ({ code, error }) => {
      if (code === ExportResultCode.SUCCESS) resolve();
      else
        reject(
          new Error(`${host} did not take the traces: ${error?.message ?? 'no reason given'}`, {
            cause: error,
          }),
        );
    });
  });
