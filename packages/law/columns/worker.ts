import { parentPort } from "node:worker_threads";
import { type Column, runSource } from "./columns.ts";

/** A thread's task: a loop, its columns in shared memory, and its share of the cases. */
export type Share = { source: string; inputs: Column[]; outputs: Column[]; first: number; end: number };

parentPort?.on("message", ({ source, inputs, outputs, first, end }: Share) => {
  loopOf(source)(inputs, outputs, first, end);
  parentPort?.postMessage("done");
});

const loops = new Map<string, ReturnType<typeof runSource>>();
/** One loop per source: a new one would start unoptimised. */
function loopOf(source: string): ReturnType<typeof runSource> {
  const known = loops.get(source);
  if (known) return known;
  if (loops.size >= 100) loops.clear();
  const made = runSource(source);
  loops.set(source, made);
  return made;
}
