/** What an operator may want to know. The runner has dealt with it already, or goes on trying. */
export interface Incident {
  readonly kind:
    /** A stream stands still until an operator retries or skips it. */
    | 'parked'
    /** The bus lost an event or brought it late; it was taken from the store. */
    | 'gap-closed'
    /** Something failed and is tried again. */
    | 'retrying'
    /** The file was missing, damaged or of another log; a new one is being built and serves as it grows. */
    | 'file-replaced'
    /** A new file serves. */
    | 'switched'
    | 'rebuild-failed'
    /** Another runner writes to the file; this one stopped. */
    | 'taken-over'
    /** The worker thread died and is started again. */
    | 'worker-restarted';
  /** Absent when it concerns them all. */
  readonly projection?: string;
  /** Present where it concerns one stream. */
  readonly stream?: string;
  /** What failed, where something did. */
  readonly cause?: Cause;
  /** In words, for whoever asks. It quotes errors, and an error may quote an event, so it does not belong in a log. */
  readonly detail: string;
}

/** An error without its message. */
export interface Cause {
  readonly name: string;
  readonly code?: string;
}

export type OnIncident = (incident: Incident) => void;
