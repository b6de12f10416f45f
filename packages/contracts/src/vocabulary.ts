import { z } from 'zod';
import type { CodeSet } from './codes/index.js';
import { part } from './field.js';
import { organisation } from './values.js';

/** Purposes of the one referral protocol (protocol section 2), each with its own word. */
export const purposes = {
  medical: { zh: '送医救治', en: 'medical care' },
  admission: { zh: '移送救助', en: 'admission to a station' },
  guidance: { zh: '引导求助', en: 'guidance: the person goes alone' },
  bedside: { zh: '床前接管', en: 'bedside takeover of responsibility' },
  placement: { zh: '站外托养', en: 'placement with a care partner' },
  relay: { zh: '中转接力', en: 'relay on the way home' },
  return: { zh: '返乡接收', en: 'return to the county of origin' },
  jurisdiction: { zh: '管辖移交', en: 'transfer of jurisdiction' },
} as const;
export type Purpose = keyof typeof purposes;
export const purpose = () => z.enum(Object.keys(purposes) as [Purpose, ...Purpose[]]);

/** How the origin office will take a person back (protocol section 2). */
export const returnMode = () => z.enum(['will-collect', 'escort-to-us', 'escort-to-kin']);

const kind = <K extends string>(name: K) => part('接收方类别', 'Kind of receiver', z.literal(name));

/** Receiver of a handover: an organisation of the register, kin, or somebody outside the hub, whose name is sealed, because a name can be a diagnosis (戒毒所). */
export const receiver = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: kind('organisation'), organisation: part('机构', 'Organisation', organisation()) }),
    z.strictObject({ kind: kind('kin') }),
    z.strictObject({
      kind: kind('external'),
      externalKind: part('机构类别', 'Kind of outside organisation', z.enum(['child-welfare', 'welfare', 'police', 'hospital', 'court', 'other-department', 'other'])),
    }),
  ]);
export type Receiver = z.output<ReturnType<typeof receiver>>;

/** Why a case closes. One terminal event, `case-closed`, whatever the reason. */
export const closeCodes = {
  exited: { zh: '离站结案', en: 'admitted, and the exit is complete' },
  declined: { zh: '本人拒绝救助', en: 'a free adult declined help' },
  refused: { zh: '不予救助', en: 'refused with notice' },
  'not-arrived': { zh: '未到站', en: 'never met, or went alone and did not arrive' },
  'kin-took-over': { zh: '亲属单位接领', en: 'kin or work unit took over before admission' },
  'handed-outside': { zh: '移交其他部门', en: 'handed to an organisation outside the hub before admission' },
  left: { zh: '擅自离开', en: 'left without formalities' },
  died: { zh: '死亡', en: 'died before admission' },
  duplicate: { zh: '重复个案', en: 'the same episode as another case' },
  'continued-in': { zh: '并入后续个案', en: 'the episode goes on in a later case' },
} as const;
export type CloseCode = keyof typeof closeCodes;

/** The codes of a code set as a zod enum. */
export function oneOf<C extends string>(set: CodeSet<C>): z.ZodEnum<{ [K in C]: K }> {
  return z.enum(set.values) as unknown as z.ZodEnum<{ [K in C]: K }>;
}

/** The codes of a table as a zod enum. */
export function codesOf<T extends Record<string, unknown>>(table: T): z.ZodEnum<{ [K in keyof T & string]: K }> {
  return z.enum(Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]) as unknown as z.ZodEnum<{ [K in keyof T & string]: K }>;
}
