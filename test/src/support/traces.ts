/** Base64 of the text wherever it may begin in a longer text: three ways, without the ends that depend on the neighbours. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/u, '');
    return whole.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
  });
}

const upperAndLower = (form: string): readonly string[] => [form, form.toUpperCase()];

/** Bits by which a form differs from what random bytes, or these in base64, look like by chance. */
const surprise = (form: string): number => [...form].reduce((bits, letter) => bits + (/[\w+/-]/u.test(letter) ? 6 : 8), 0);
/** Below this a form is found by chance in sealed data sooner or later: in 100 MB, for a thousand forms, once in ten runs. */
const TELLING_BITS = 40;

/** The ways in which a careless program could have written a text down, as Latin-1 strings of the bytes. Ways that leave too little to tell it from chance are left out: UTF-16 of two letters. */
export function tracesOf(secret: string): readonly string[] {
  const utf8 = Buffer.from(secret, 'utf8');
  const utf16 = Buffer.from(secret, 'utf16le');
  const escaped = [...Array(secret.length).keys()].map((at) => secret.charCodeAt(at).toString(16).padStart(4, '0'));
  const base64 = [...base64Forms(utf8), ...base64Forms(utf16)];
  const forms = [
    utf8.toString('latin1'), utf16.toString('latin1'), Buffer.from(utf16).swap16().toString('latin1'),
    ...[escaped, escaped.map((digits) => digits.toUpperCase())].map((all) => all.map((digits) => `\\u${digits}`).join('')),
    encodeURIComponent(secret), encodeURIComponent(secret).toLowerCase(),
    ...upperAndLower(utf8.toString('hex')),
    ...base64, ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [...new Set(forms)].filter((form) => surprise(form) >= TELLING_BITS);
}

/** Forms are told apart by their first bytes: so many, or fewer for those that are no longer. */
const [SHORT, LONG] = [4, 8];

interface Form {
  readonly bytes: Buffer;
  readonly secret: string;
}

/** Forms by the hash of their first bytes. A bit for each hash, so that most places of a content are dismissed without a look into the table; all bits together stay near the processor. */
class Table {
  readonly #bits = new Uint32Array(2 ** 19);
  readonly #forms = new Map<number, Form[]>();

  add(hash: number, form: Form): void {
    const word = hash >>> 13;
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << ((hash >>> 8) & 31));
    const known = this.#forms.get(hash);
    if (known === undefined) this.#forms.set(hash, [form]);
    else known.push(form);
  }

  mayHave(hash: number): boolean {
    return (((this.#bits[hash >>> 13] ?? 0) >>> ((hash >>> 8) & 31)) & 1) === 1;
  }

  find(hash: number, content: Uint8Array, start: number, found: Set<string>): void {
    for (const { bytes, secret } of this.#forms.get(hash) ?? []) {
      if (start >= 0 && start + bytes.length <= content.length && bytes.compare(content, start, start + bytes.length) === 0) found.add(secret);
    }
  }
}
// Asked for every byte; a global is slow to come by where tests run in a context of their own.
const { imul } = Math;
const hashOf = (high: number, low: number): number => (imul(high, 0x9e3779b1) ^ imul(low, 0x85ebca6b)) >>> 0;

/** Looks for many texts at once, each in every form in which a careless program could have written it down: one pass, however many there are. */
export class Traces {
  readonly #long = new Table();
  readonly #short = new Table();

  constructor(secrets: Iterable<string> = []) {
    for (const secret of secrets) this.add(secret);
  }

  add(secret: string): void {
    for (const form of tracesOf(secret)) {
      const bytes = Buffer.from(form, 'latin1');
      const long = bytes.length >= LONG;
      const hash = long ? hashOf(bytes.readInt32BE(0), bytes.readInt32BE(4)) : hashOf(0, bytes.readInt32BE(0));
      (long ? this.#long : this.#short).add(hash, { bytes, secret });
    }
  }

  /** The texts that stand readable in the content. */
  in(content: string | Uint8Array): ReadonlySet<string> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const found = new Set<string>();
    let [high, low] = [0, 0];
    for (let place = 0; place < bytes.length; place += 1) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | (bytes[place] ?? 0);
      const eight = hashOf(high, low);
      const four = hashOf(0, low);
      if (this.#long.mayHave(eight)) this.#long.find(eight, bytes, place + 1 - LONG, found);
      if (this.#short.mayHave(four)) this.#short.find(four, bytes, place + 1 - SHORT, found);
    }
    return found;
  }
}

/** Every secret that stands readable in a file, with the file. */
export function findTraces(files: ReadonlyMap<string, Uint8Array>, secrets: Iterable<string>): readonly string[] {
  const traces = new Traces(secrets);
  return [...files].flatMap(([file, content]) => [...traces.in(content)].map((secret) => `${secret} in ${file}`));
}
