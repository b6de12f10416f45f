import { caseIdOfStream } from '@guitu/contracts';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { SpanFields, Spans } from './spans.js';
import { parseTraceparent } from './trace.js';
import type { AppliedEvent, Traces, TracesOptions } from './traces.js';
import { within } from './within.js';

/** At the end, whoever collects gets this long to take the last spans. */
const FLUSH_MS = 1_000;

const names: { readonly [F in keyof Required<SpanFields>]: string } = {
  requestId: 'guitu.request_id', caseId: 'guitu.case_id', commandId: 'guitu.command_id', organisation: 'guitu.organisation', role: 'guitu.role',
  method: 'http.request.method', operation: 'guitu.operation', status: 'http.response.status_code', problem: 'guitu.problem', errorName: 'error.type', errorCode: 'guitu.error_code',
};

/** The allow-list of the log, held at run time too. */
function attributesOf(fields: SpanFields): Attributes {
  const found: Attributes = {};
  for (const [field, name] of Object.entries(names)) {
    const value = fields[field as keyof SpanFields];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** The span that a `traceparent` names, as the parent of others; undefined where nobody is to collect that trace. */
function parentOf(traceparent: string): Context | undefined {
  const named = parseTraceparent(traceparent);
  if (named === undefined || (named.flags & TraceFlags.SAMPLED) === 0) return undefined;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId: named.traceId, spanId: named.spanId, traceFlags: named.flags, isRemote: true });
}

function spansOn(tracer: Tracer): Spans {
  return {
    request(header) {
      const named = header === undefined ? undefined : parseTraceparent(header);
      const parent = named === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { traceId: named.traceId, spanId: named.spanId, traceFlags: named.flags, isRemote: true });
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, parent);
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceId,
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        end(fields) {
          span.updateName(`${fields.method ?? ''} ${fields.operation ?? ''}`);
          span.setAttributes(attributesOf(fields));
          if ((fields.status ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.end();
        },
      };
    },
    step(step, traceparent, work) {
      const parent = parentOf(traceparent);
      if (parent === undefined) return work();
      const span = tracer.startSpan(step, { kind: SpanKind.INTERNAL }, parent);
      return endedWith(span, work);
    },
  };
}

function endedWith<T>(span: Span, work: () => T): T {
  const failed = (): void => {
    span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
  try {
    const result = work();
    if (result instanceof Promise) result.then(() => span.end(), failed);
    else span.end();
    return result;
  } catch (error) {
    failed();
    throw error;
  }
}

/** Sends spans by OTLP over HTTP; where to, how often and which share is set by the standard variables `OTEL_*`. */
export function openOtlpTraces({ version, runtime }: TracesOptions): Traces {
  const processor = new BatchSpanProcessor(new OTLPTraceExporter());
  const tracerOf = (service: string): Tracer =>
    new BasicTracerProvider({ resource: resourceFromAttributes({ 'service.namespace': 'guitu', 'service.name': `guitu-${service}`, 'service.version': version }), spanProcessors: [processor] }).getTracer('guitu', version);
  const projections = tracerOf('projections');
  return {
    spansOf: (service) => spansOn(tracerOf(service)),
    applied(projection, { stream, revision, traceparent }: AppliedEvent, startTime, endTime) {
      const parent = parentOf(traceparent);
      if (parent === undefined) return;
      const caseId = caseIdOfStream(stream);
      const attributes = { 'guitu.projection': projection, 'guitu.revision': revision, ...(caseId === undefined ? {} : { 'guitu.case_id': caseId }) };
      projections.startSpan(`apply ${projection}`, { kind: SpanKind.CONSUMER, startTime, attributes }, parent).end(endTime);
    },
    close: () => within(processor.shutdown(), FLUSH_MS, runtime).catch(() => undefined), // Traces nobody takes are lost; a stop does not wait for them.
  };
}
