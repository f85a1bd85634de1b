import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { PEOPLE, type SampleRequest } from "@troad/content-law";
import { decodeSample, type SampleColumns } from "@troad/reform";

/** Counted up when the sample is made in another way: a file of before is not read then. */
const version = 1;
const seed = "reform";

export type KeptSample = { columns: SampleColumns; bytes: Buffer };
/** Gives the sample of a day, or undefined while it is being made. */
export type Samples = { of(at: string): KeptSample | undefined; ready(at: string): Promise<KeptSample> };

/**
 * Made-up households for reforms, made once in a thread of its own (it takes some ten seconds for 100,000) and kept as a file in the module's
 * folder, so that the next start has them at once.
 */
export function openSamples(folder: string, households: number): Samples {
  const kept = new Map<string, KeptSample>();
  const making = new Map<string, Promise<KeptSample>>();
  const fileOf = (at: string): string => path.join(folder, "reform", `sample-${version}-${at}-${households}.bin`);
  const enter = (at: string, bytes: Buffer): KeptSample => {
    const sample = { bytes, columns: decodeSample(Uint8Array.from(bytes).buffer) };
    kept.set(at, sample);
    return sample;
  };
  const make = async (at: string): Promise<KeptSample> => {
    const bytes = Buffer.from(await inThread({ seed, households, people: PEOPLE, at }));
    const file = fileOf(at);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.new`, bytes);
    fs.renameSync(`${file}.new`, file);
    return enter(at, bytes);
  };
  const ready = (at: string): Promise<KeptSample> => {
    const known = kept.get(at) ?? (fs.existsSync(fileOf(at)) ? enter(at, fs.readFileSync(fileOf(at))) : undefined);
    if (known) return Promise.resolve(known);
    const begun = making.get(at) ?? make(at).finally(() => making.delete(at));
    making.set(at, begun);
    return begun;
  };
  return {
    ready,
    of: (at) => {
      // what went wrong is told to the next reader, who begins it anew
      if (!kept.has(at)) ready(at).catch(() => undefined);
      return kept.get(at);
    },
  };
}

const inThread = (request: SampleRequest): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./sample-worker.ts", import.meta.url), { workerData: request });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the sample's thread ended")));
  });
