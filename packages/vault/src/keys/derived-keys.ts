import { createHmac } from 'node:crypto';

/**
 * The keys that come of one root. A class key is HMAC-SHA256(root, class); other uses have labels that are no class's name.
 * Each is derived once and kept until `wipe`, after which the object must not be used.
 */
export class DerivedKeys {
  readonly #derived = new Map<string, Buffer>();
  /** Marks of what this person is found by for certain: durable in the index, and gone from here with the keys. */
  readonly indexed = new Set<string>();

  constructor(
    /** Public name of the root, as it stands in a blob. */
    readonly kid: string,
    private readonly root: Buffer,
  ) {}

  key(label: string): Buffer {
    const known = this.#derived.get(label);
    if (known !== undefined) return known;
    const derived = hmac(this.root, label);
    this.#derived.set(label, derived);
    return derived;
  }

  wipe(): void {
    this.root.fill(0);
    for (const key of this.#derived.values()) key.fill(0);
    this.#derived.clear();
    this.indexed.clear();
  }
}

/**
 * Keys of a person. The kid is itself derived from the root (9 bytes of an HMAC, which tell nothing of it), so a blob under
 * another root is recognised, even after a `keys.db` was restored from a backup and numbers were given out twice.
 */
export function personKeys(root: Buffer): DerivedKeys {
  return new DerivedKeys(`p.${hmac(root, 'guitu-kid/1').subarray(0, 9).toString('base64url')}`, root);
}

/** Keys of the hub for the statistics of one year (+08:00). */
export function yearKeys(year: number, root: Buffer): DerivedKeys {
  return new DerivedKeys(`s${year}`, root);
}

export function yearOfKid(kid: string): number | undefined {
  return /^s\d{4}$/u.test(kid) ? Number(kid.slice(1)) : undefined;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
