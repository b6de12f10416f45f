import type { catalogue, EventDefinition, EventName, Fields } from '@guitu/contracts';

/** What a schema reads, by the type that zod itself keeps there. */
export type Input<S> = S extends { readonly _zod: { readonly input: infer I } } ? I : never;
/** The fields that the hub does not derive. A field declared without a derivation has the widened type that still admits `undefined`. */
type Sent<F extends Fields> = { [K in keyof F as undefined extends F[K]['derived'] ? K : never]: Input<F[K]['schema']> };
type OptionalKeys<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];
type Simplify<T> = { [K in keyof T]: T[K] };
type OptionalWhereUndefined<T> = Simplify<Omit<T, OptionalKeys<T>> & Partial<Pick<T, OptionalKeys<T>>>>;

/** What a client sends to report an event. */
export type Body<N extends EventName> = (typeof catalogue)[N] extends EventDefinition<string, infer F> ? OptionalWhereUndefined<Sent<F>> & { readonly occurredAt?: string } : never;

/** Events that no command reports; see `withoutCommand` of the contract. */
type Uncommanded = 'hub-started' | 'erased' | 'restricted' | 'restriction-lifted';
/** Commands under the word of their purpose, with that part fixed. */
interface Aliases {
  'bedside-requested': Omit<Body<'referral-sent'>, 'purpose'>;
  'placement-requested': Omit<Body<'referral-sent'>, 'purpose'>;
  'relay-requested': Omit<Body<'referral-sent'>, 'purpose'>;
  'return-requested': Omit<Body<'referral-sent'>, 'purpose'>;
  'return-accepted': Body<'referral-accepted'> & { readonly mode: 'will-collect' | 'escort-to-us' | 'escort-to-kin' };
  'return-declined': Body<'referral-declined'> & { readonly code: 'O1' | 'O2' | 'O3' };
}
/** Members of a command that are no fields of its event. */
interface Extras {
  admitted: { readonly shelter?: Body<'sheltered'> };
  linked: { readonly otherCase: string };
  unlinked: { readonly otherCase: string };
}

/** Every command that an agency can send: the name of the event that it reports, or an alias. */
export type CommandName = Exclude<EventName, Uncommanded> | keyof Aliases;
/** What a command's body holds; from the contract, so that a wrong member does not compile. */
export type CommandBody<N extends CommandName> = N extends keyof Aliases
  ? Aliases[N]
  : N extends keyof Extras & EventName
    ? Body<N> & Extras[N]
    : N extends EventName
      ? Body<N>
      : never;

/** The answer to a command; a retry gets that of the first attempt. */
export interface CommandAnswer {
  readonly caseId: string;
  /** To be read out. */
  readonly caseNumber: string;
  /** Revision of the case; for `ifMatch` of the next command. */
  readonly revision: number;
  /** Revision of the stream written, where that is not the case (notes, care, person). */
  readonly streamRevision?: number;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
  /** Ids that later commands name: `referralId`, `handoverId` and so on. */
  readonly ids: Readonly<Record<string, string>>;
}
