export interface Closable {
  close(): Promise<unknown> | void;
}

/** What a process has opened and must close again. */
export interface KeptParts {
  /** Closes it at once where everything else is closed already. */
  keep<T extends Closable>(part: T): T;
  /** The last that was kept is closed first. Idempotent. */
  close(): Promise<void>;
}

export function keptParts(): KeptParts {
  const parts: Closable[] = [];
  let closed = false;
  return {
    keep(part) {
      if (closed) void part.close();
      else parts.push(part);
      return part;
    },
    async close() {
      closed = true;
      for (const part of parts.splice(0).reverse()) await part.close();
    },
  };
}
