import { createHmac, hash } from "node:crypto";
import { passes, type ReadValue, type StepOf } from "@troad/flow";

const texts = (value: unknown): string[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.flatMap(texts) : [String(value)];

/** What a case claims at a step, each with the digest under which others find it; `released`: what it claimed before and has given up. */
export function claimsOf(
  step: StepOf<"match">,
  service: string,
  read: ReadValue,
): { claims: Map<string, string>; released: string[] } {
  const before = texts(read(`written.${step.id}.released`));
  const lost = step.released && passes(step.released, read) ? texts(read(`written.${step.id}.disputed`)) : [];
  const released = [...new Set([...before, ...lost])];
  const within = step.within.map((reference) => texts(read(reference)));
  const values = new Set(step.claims.flatMap((reference) => texts(read(reference))));
  const digest = (value: string): string => hash("sha256", JSON.stringify([service, step.id, within, value]));
  const claims = [...values].filter((value) => !released.includes(value)).map((value) => [digest(value), value] as const);
  return { claims: new Map(claims), released };
}

/** The lot of a case in a sample, 0 to 999, by a seed that is kept secret. */
export const sampleLot = (seed: string, of: readonly unknown[]): number =>
  createHmac("sha256", seed).update(JSON.stringify(of)).digest().readUInt32BE() % 1_000;
