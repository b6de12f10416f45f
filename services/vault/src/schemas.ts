import { roles, safeguards, sealedClasses } from '@guitu/contracts';
import type { Role, SealedClass } from '@guitu/contracts';
import { erasureGrounds, liftingGrounds, refusalReasons, requestLimits, restrictionGrounds } from '@guitu/vault';
import type { JsonValue, VaultCall } from '@guitu/vault';
import { z } from 'zod';

const id = z.string().max(128).meta({ description: 'Letters, digits, dot, colon, dash, underscore' });
const dataClass = z.enum(sealedClasses as [SealedClass, ...SealedClass[]]);
const word = z.string().max(100);
const most = requestLimits.items;

/** What stands in the log. A blob of a later version may have another form (`v`) or name another algorithm; the vault says what it thinks of that. */
const sealed = z.strictObject({ v: z.custom<1>(Number.isInteger).meta({ type: 'integer' }), alg: word, kid: word, nonce: z.string(), ct: z.string() });
const query = z.strictObject({ kind: z.enum(['name', 'id-number']), value: z.string() });
const value = z.custom<JsonValue>().meta({ description: 'Anything that JSON can say' });

const caller = z.strictObject({
  organisation: word,
  role: z.enum(Object.keys(roles) as [Role, ...Role[]]),
  relations: z.array(word).max(50),
  purpose: z.enum(['case-work', 'report', 'audit', 'sample']),
  user: word.exactOptional().meta({ description: 'The human, as the service was told' }),
  answer: z.strictObject({ id, operation: word }).meta({ description: 'What is answered with it: one record of who looked, however many calls it takes' }),
});
const instant = z.iso.datetime();
const looksQuery = z.strictObject({
  persons: z.array(id).max(most).exactOptional(), organisation: word.exactOptional(), user: word.exactOptional(), brokenGlass: z.boolean().exactOptional(),
  from: instant.exactOptional(), to: instant.exactOptional(), after: word.exactOptional(), limit: z.int().min(1).max(most),
});
const storedItem = z.strictObject({ personId: id, eventId: id, dataClass, sealed });
const matter = z.uuid();
const persons = z.array(z.uuid()).min(1).max(1_000);
const by = z.strictObject({ organisation: word, division: word, client: word, user: word, asserted: z.boolean() });
const proposed = { entry: z.literal('proposed'), matter, asked: z.uuid(), persons, by };
const decision = z.union([
  z.strictObject({ ...proposed, kind: z.literal('erasure'), ground: z.enum(erasureGrounds) }),
  z.strictObject({ ...proposed, kind: z.literal('restriction'), ground: z.enum(restrictionGrounds), until: z.iso.date().optional() }),
  z.strictObject({ ...proposed, kind: z.literal('lifting'), ground: z.enum(liftingGrounds) }),
  z.strictObject({ entry: z.literal('refused'), matter, reason: z.enum(refusalReasons), by }),
  z.strictObject({ entry: z.literal('approved'), matter, by }),
  z.strictObject({ entry: z.literal('recorded'), matter }),
]);

const call = z.discriminatedUnion('operation', [
  z.strictObject({ operation: z.literal('seal'), items: z.array(z.strictObject({ personId: id, eventId: id, dataClass, year: z.number(), value })).max(most) }),
  z.strictObject({ operation: z.literal('fingerprint'), personId: id, body: value }),
  z.strictObject({ operation: z.literal('index'), entries: z.array(query.extend({ personId: id })).max(most) }),
  z.strictObject({ operation: z.literal('find'), query: query.extend({ after: id.optional() }) }),
  z.strictObject({ operation: z.literal('index-state') }),
  z.strictObject({ operation: z.literal('reindex'), items: z.array(storedItem).max(most), reached: z.string().max(200).nullable().optional() }),
  z.strictObject({
    operation: z.literal('open'),
    items: z.array(storedItem.extend({ caseId: id.exactOptional(), safeguards: z.array(z.enum(safeguards)).max(safeguards.length) })).max(most),
    caller,
  }),
  z.strictObject({ operation: z.literal('looks'), query: looksQuery, caller }),
  z.strictObject({ operation: z.literal('ledger'), from: z.int().min(0) }),
  z.strictObject({ operation: z.literal('record'), decision }),
  z.strictObject({ operation: z.literal('destroy'), matter }),
]);

const itemsOf = (one: z.output<typeof call>): number => ('items' in one ? one.items.length : 'entries' in one ? one.entries.length : 1);

export const callsSchema = z.strictObject({
  calls: z
    .array(call)
    .max(requestLimits.calls)
    .refine((calls) => calls.reduce((sum, one) => sum + itemsOf(one), 0) <= most, { params: { rule: 'items' } })
    .meta({ description: `At most ${most} items and entries together` }),
}) satisfies z.ZodType<{ calls: VaultCall[] }>;

const opened = z.union([
  z.strictObject({ ok: z.literal(true), value, level: z.enum(['full', 'masked', 'summary']) }),
  z.strictObject({ ok: z.literal(false), reason: z.enum(['not-disclosed', 'needs-approval', 'hidden', 'restricted', 'erased', 'corrupt']) }),
]);
const look = z.strictObject({
  place: z.string(), at: instant, answer: z.string(), operation: z.string(), organisation: z.string(), role: z.string(), user: z.string().optional(), purpose: z.string(), counted: z.int().optional(),
  seen: z.array(z.strictObject({ personId: z.string(), caseId: z.string().optional(), classes: z.record(z.string(), z.string()), access: z.array(z.string()) })),
});
const problem = z.strictObject({ type: z.string(), title: z.string(), code: z.string(), retriable: z.boolean() }).meta({ description: 'Why this call was not done (RFC 9457); the others of the request were' });

/** For the document: answers are made by the vault and not checked again. */
export const answersSchema = z.strictObject({
  answers: z.array(
    z.union([
      z.strictObject({ answer: z.array(sealed).meta({ description: 'seal' }) }),
      z.strictObject({ answer: z.string().meta({ description: 'fingerprint' }) }),
      z.strictObject({ answer: z.null().meta({ description: 'index, reindex, record, destroy' }) }),
      z.strictObject({ answer: z.strictObject({ complete: z.boolean(), reached: z.string().optional() }).meta({ description: 'index-state' }) }),
      z.strictObject({ answer: z.array(z.looseObject({ entry: z.string(), at: z.string() })).meta({ description: 'ledger: entries' }) }),
      z.strictObject({ answer: z.array(z.string()).meta({ description: 'find: ids of persons' }) }),
      z.strictObject({ answer: z.array(opened).meta({ description: 'open' }) }),
      z.strictObject({ answer: z.strictObject({ looks: z.array(look), more: z.boolean() }).meta({ description: 'looks: who looked' }) }),
      z.strictObject({ problem }),
    ]),
  ),
});
