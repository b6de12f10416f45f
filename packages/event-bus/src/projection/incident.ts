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
  readonly detail: string;
}

export type OnIncident = (incident: Incident) => void;
