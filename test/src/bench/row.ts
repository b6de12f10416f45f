/** One line of the result. */
export interface Figure {
  /** The same at every scale: the baseline knows a figure by it. */
  readonly name: string;
  /** What another run may have more or less of, such as `200,000 cases`; null where there is nothing of the kind. */
  readonly scale: string | null;
  readonly value: number;
  readonly unit: string;
  /** What the limit program reached in the same run, in the same unit; null where nothing is measured against. */
  readonly limit: number | null;
  /** Median over the rounds of value / limit. */
  readonly ratio: number | null;
  /** `(ratio|value) (>=|<=|<) number`, after `at ...: ` where it is set for another scale than the run had; null where there is none. */
  readonly aim: string | null;
}

/** How long and how large the runs are. */
export interface Scale {
  /** Rounds of limit and subject in turn, after one that only warms. */
  readonly rounds: number;
  /** Seconds of one turn of a closed loop. */
  readonly seconds: number;
  /** Cases in the big log. */
  readonly cases: number;
}

export interface Bench extends Scale {
  /** For files of this run; gone at its end. */
  readonly scratch: string;
  /** Where the big log is kept from run to run. */
  readonly data: string;
  /** Minutes of the soak run; 0: none. */
  readonly soak: number;
  /** host:port of the brokers for this run. Throws `LeftOut` where there are none. */
  brokers(): Promise<readonly string[]>;
  /** To the person who waits. */
  say(line: string): void;
}

export interface Row {
  /** For `--only`. */
  readonly key: string;
  /** Throws `LeftOut` for what this machine does not have. */
  run(bench: Bench): Promise<readonly Figure[]>;
}
