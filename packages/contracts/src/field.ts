import type { z } from 'zod';
import type { DataClass } from './data-class.js';

/** How the hub fills a field that the client does not send; see `derive.ts`. */
export type Derivation = 'event-id' | 'person-id' | 'assessment' | 'statistics' | 'duties' | 'persons';

/** Blind index that the vault keeps for parts of a field, so that a person can be found without plain text. */
export type IndexedPart = 'name' | 'id-number';

export interface Field<S extends z.ZodType = z.ZodType, C extends DataClass = DataClass, D extends Derivation | undefined = Derivation | undefined> {
  readonly schema: S;
  readonly en: string;
  readonly zh: string;
  readonly dataClass: C;
  readonly derived: D;
}
export type Fields = Readonly<Record<string, Field>>;

const fieldOf =
  <C extends DataClass>(dataClass: C) =>
  <S extends z.ZodType, D extends Derivation | undefined = undefined>(zh: string, en: string, schema: S, derived?: D): Field<S, C, D> => ({
    schema: schema.meta({ title: en, 'x-title-zh': zh, 'x-data-class': dataClass }) as S,
    en,
    zh,
    dataClass,
    derived: derived as D,
  });

/** One function per data class: a field cannot be written down without saying what kind of fact it holds. */
export const record = fieldOf('record');
export const identity = fieldOf('identity');
export const contact = fieldOf('contact');
export const circumstances = fieldOf('circumstances');
export const health = fieldOf('health');
export const care = fieldOf('care');
export const biometricReference = fieldOf('biometric-reference');
export const protectedLocation = fieldOf('protected-location');
export const statistical = fieldOf('statistical');

/** Titles a part of a structured field; its class is the field's. */
export function part<S extends z.ZodType>(zh: string, en: string, schema: S): S {
  return schema.meta({ title: en, 'x-title-zh': zh }) as S;
}

/** The fields that stand in the log in plain text. */
export type RecordShape<F extends Fields> = { [K in keyof F as F[K]['dataClass'] extends 'record' ? K : never]: F[K]['schema'] };
/** The fields that a client sends. */
export type BodyShape<F extends Fields> = { [K in keyof F as undefined extends F[K]['derived'] ? K : never]: F[K]['schema'] };

export function shapeWhere(fields: Fields, keep: (field: Field) => boolean): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => keep(field)).map(([name, field]) => [name, field.schema]));
}
