import { isObject, sameJson, type Json, type JsonObject } from '../lib/json.ts';

/** Several values as one: objects member by member, lists joined without repeating an item, else the first. */
export function merged(values: readonly JsonObject[]): JsonObject {
  return values.reduce<JsonObject>((one, other) => mergedObject(one, other), {});
}

function mergedObject(one: JsonObject, other: JsonObject): JsonObject {
  const members = new Map(Object.entries(one));
  for (const [key, value] of Object.entries(other)) members.set(key, mergedValue(members.get(key), value));
  return Object.fromEntries(members);
}

function mergedValue(one: Json | undefined, other: Json): Json {
  if (one === undefined) return other;
  if (isObject(one) && isObject(other)) return mergedObject(one, other);
  if (!Array.isArray(one) || !Array.isArray(other)) return one;
  const [first, second] = [one, other] as readonly (readonly Json[])[];
  return [
    ...(first ?? []),
    ...(second ?? []).filter((item) => !first?.some((known) => sameJson(known, item))),
  ];
}
