import type { SealedClass } from '@guitu/contracts';
import type { JsonObject, JsonValue } from '../json-value.js';
import type { Cut } from './cuts.js';
import { cuts } from './cuts.js';
import { masks } from './masks.js';
import type { Level } from './table.js';

/**
 * What is left of a class's fields at this level: `full` all, `masked` and `summary` what the cuts name, `none` null.
 * The fields of a correction lie one member deeper, under the name of their class; they are cut in the same way. Pure.
 */
export function applyLevel(level: Level, dataClass: SealedClass, value: JsonValue): JsonValue {
  if (level === 'full') return value;
  const cut = level === 'none' ? undefined : cuts[level][dataClass];
  if (cut === undefined) return null;
  return cutOut({ ...cut, [patchMember(dataClass)]: cut }, value);
}

function cutOut(cut: Cut, value: JsonValue): JsonValue {
  if (isList(value)) return value.map((item) => cutOut(cut, item));
  if (!isObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([member, part]) => {
      const rule = Object.hasOwn(cut, member) ? cut[member] : undefined;
      return rule === undefined ? [] : [[member, partOf(rule, part)]];
    }),
  );
}

function partOf(rule: Cut[string], part: JsonValue): JsonValue {
  if (typeof rule !== 'string') return cutOut(rule, part);
  if (rule === 'keep') return part;
  return isList(part) ? part.map((item) => masks[rule](item)) : masks[rule](part);
}

/** `biometric-reference` is patched by the field `biometricReference`. */
function patchMember(dataClass: SealedClass): string {
  return dataClass.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
