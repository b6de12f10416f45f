import type { Language, Words } from './language.js';
import { wordsIn } from './language.js';
import { problems } from './table.js';
import type { ProblemCode, ProblemKind } from './table.js';

/** One broken rule: where, which, and what to do. Never the value, which may be personal. */
export interface FieldError {
  readonly in: 'body' | 'query' | 'path' | 'header';
  /** JSON Pointer (RFC 6901) into the body; `/<name>` of a query parameter, path parameter or header. */
  readonly pointer: string;
  readonly rule: string;
  readonly fix: Words;
}

/** An event that stands against a command, for a refusal. */
export interface Fact {
  readonly eventId: string;
  readonly name: string;
  readonly occurredAt: string;
}

export interface ProblemDetails {
  readonly errors?: readonly FieldError[];
  readonly facts?: readonly Fact[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** The one error that a handler throws to answer with problem details (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: Words;
  readonly fix: Words;
  readonly type: string;

  private constructor(
    readonly code: string,
    kind: ProblemKind,
    type: string,
    readonly details: ProblemDetails,
  ) {
    super(kind.title.en, details.cause === undefined ? {} : { cause: details.cause });
    this.status = kind.status;
    this.title = kind.title;
    this.fix = kind.fix;
    this.type = type;
  }

  static of(code: ProblemCode, details: ProblemDetails = {}): Problem {
    return new Problem(code, problems[code], `urn:guitu:problem:${code}`, details);
  }

  /** A rule of the case refused the command in the present state. */
  static refused(refusal: Words & { readonly code: string; readonly fix: Words; readonly facts?: readonly Fact[] | undefined; readonly pointers?: readonly string[] | undefined }): Problem {
    const kind = { status: 409, title: { zh: refusal.zh, en: refusal.en }, fix: refusal.fix };
    return new Problem(refusal.code, kind, `urn:guitu:refusal:${refusal.code}`, {
      ...(refusal.facts === undefined ? {} : { facts: refusal.facts }),
      ...(refusal.pointers === undefined ? {} : { errors: refusal.pointers.map((pointer): FieldError => ({ in: 'body', pointer, rule: refusal.code, fix: refusal.fix })) }),
    });
  }

  static header(name: string, rule: string, fix: Words): Problem {
    return Problem.of('header-invalid', { errors: [{ in: 'header', pointer: `/${name}`, rule, fix }] });
  }

  static invalid(errors: readonly FieldError[]): Problem {
    return Problem.of('invalid-request', { errors });
  }
}

/** The document of RFC 9457 in the reader's language. */
export function problemDocument(problem: Problem, language: Language, requestId: string): Record<string, unknown> {
  const { errors, facts } = problem.details;
  return {
    type: problem.type,
    title: wordsIn(problem.title, language),
    status: problem.status,
    detail: wordsIn(problem.fix, language),
    code: problem.code,
    ...(errors === undefined ? {} : { errors: errors.map((error) => ({ ...error, fix: wordsIn(error.fix, language) })) }),
    ...(facts === undefined ? {} : { facts }),
    instance: `urn:uuid:${requestId}`,
  };
}
