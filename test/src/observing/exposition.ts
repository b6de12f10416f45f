export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: Sample[];
}

const sampleLine = /^([a-z_:][a-z0-9_:]*)(?:\{(.*)\})? (\S+)$/u;
const labelPair = /([a-z_][a-z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/uy;

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  for (labelPair.lastIndex = 0; labelPair.lastIndex < text.length; ) {
    const at = labelPair.lastIndex;
    const [, name, value] = labelPair.exec(text) ?? [];
    if (name === undefined || value === undefined || name in labels) throw new SyntaxError(`labels break at ${at}: ${text}`);
    labels[name] = value;
  }
  return labels;
}

const familyOf = (name: string, families: ReadonlyMap<string, Family>): Family | undefined => {
  const whole = families.get(name);
  if (whole !== undefined && whole.type !== 'histogram') return whole;
  const part = families.get(name.replace(/_(?:bucket|sum|count)$/u, ''));
  return part?.type === 'histogram' || part?.type === 'summary' ? part : undefined;
};

/** Reads the text format of Prometheus 0.0.4 as strictly as its own parser: each sample belongs to a declared family, and no series stands twice. Like that parser it takes Inf and NaN in any case. */
export function parseExposition(text: string): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let help: { readonly name: string; readonly help: string } | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, helped, words] = /^# HELP (\S+) (.+)$/u.exec(line) ?? [];
    const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/u.exec(line) ?? [];
    if (helped !== undefined && words !== undefined) help = { name: helped, help: words };
    else if (typed !== undefined && type !== undefined) {
      if (help?.name !== typed || families.has(typed)) throw new SyntaxError(`a family without help, or twice: ${line}`);
      families.set(typed, { ...help, type, samples: [] });
    } else {
      const [, name, labels = '', value] = sampleLine.exec(line) ?? [];
      if (name === undefined || value === undefined || !/^(?:[+-]?inf|nan|[+-]?\d.*)$/iu.test(value)) throw new SyntaxError(`no line of the format: ${line}`);
      const family = familyOf(name, families);
      const series = `${name} ${labels}`;
      if (family === undefined || seen.has(series)) throw new SyntaxError(`a sample without family, or twice: ${line}`);
      seen.add(series);
      family.samples.push({ name, labels: labelsOf(labels), value: value === '+Inf' ? Infinity : Number(value) });
    }
  }
  return families;
}
