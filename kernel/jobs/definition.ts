import type { Static, TSchema } from "typebox";
import { problemFinder } from "../schema.ts";

/** How often a job is tried, and the delay after a failure: `firstMs`, then twice as long each time, at most `mostMs`. */
export type RetryPolicy = { attempts: number; firstMs: number; mostMs: number };

/** 0.25 s, 0.5 s, 1 s ... at most 5 min: twelve attempts span about ten minutes. */
export const usualRetry: RetryPolicy = { attempts: 12, firstMs: 250, mostMs: 300_000 };

/** A kind of job: the schema of its payload, its retries and its concurrency. */
export type JobDefinition<P = unknown> = {
  readonly kind: string;
  readonly retry: RetryPolicy;
  /** How many may run at once in a schema, over all worker processes; undefined: as many as the workers have room for. */
  readonly concurrency: number | undefined;
  /** Why a payload does not fit, or undefined. */
  fault(payload: unknown): string | undefined;
  readonly type?: P;
};

export function defineJob<S extends TSchema>(
  kind: string,
  options: { payload: S; retry?: Partial<RetryPolicy>; concurrency?: number },
): JobDefinition<Static<S>> {
  const { payload, retry, concurrency } = options;
  return { kind, retry: { ...usualRetry, ...retry }, concurrency, fault: problemFinder(payload) };
}

/** The delay after so many failures; runs that were broken off are none. */
export const backoffMs = ({ firstMs, mostMs }: RetryPolicy, failures: number): number =>
  Math.min(mostMs, firstMs * 2 ** (failures - 1));
