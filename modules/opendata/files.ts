import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { link, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { QueryEngine } from "@troad/query";
import { type CheckedFile, csvLine, normalRows } from "@troad/tabular";
import { opendataFailure } from "./domain/errors.ts";

export type Form = "csv" | "parquet";
export type Files = ReturnType<typeof openFiles>;
const batchRows = 500;
/** How this module writes CSV. */
const normalForm = { format: "csv", encoding: "utf-8", delimiter: ",", header: 1 } as const;

/** Files by the hash of what arrived: the original, and what was made of it once it was asked for. */
export function openFiles(folder: string, engine: Pick<QueryEngine, "convert">, maxBytes: number) {
  const place = (sha256: string, form: "original" | Form): string => join(folder, sha256.slice(0, 2), `${sha256}.${form}`);
  const making = new Map<string, Promise<string>>();

  /** Writes beside the place and moves there: a file that is there is whole. */
  async function make(sha256: string, form: Form, work: (temporary: string) => Promise<void>): Promise<string> {
    const target = place(sha256, form);
    if (await stat(target).catch(() => undefined)) return target;
    const key = `${sha256} ${form}`;
    const running =
      making.get(key) ??
      (async () => {
        const temporary = join(folder, `${randomUUID()}.part`);
        try {
          await work(temporary);
          await rename(temporary, target);
          return target;
        } finally {
          making.delete(key);
          await rm(temporary, { force: true });
        }
      })();
    making.set(key, running);
    return running;
  }

  async function* csvOf(sha256: string, report: CheckedFile): AsyncGenerator<string> {
    let lines = csvLine(report.columns.map(({ name }) => name));
    let count = 0;
    for await (const row of normalRows(place(sha256, "original"), report)) {
      lines += csvLine(row);
      if (++count % batchRows !== 0) continue;
      yield lines;
      lines = "";
    }
    yield lines;
  }
  const csv = (sha256: string, report: CheckedFile): Promise<string> =>
    make(sha256, "csv", async (temporary) =>
      report.normal
        ? link(place(sha256, "original"), temporary)
        : pipeline(Readable.from(csvOf(sha256, report)), createWriteStream(temporary)),
    );

  return {
    /** Keeps a stream under the hash of its bytes; one that is too large or breaks off leaves nothing. */
    async keep(source: Readable): Promise<{ sha256: string; bytes: number; path: string }> {
      await mkdir(folder, { recursive: true });
      const temporary = join(folder, `${randomUUID()}.part`);
      const hash = createHash("sha256");
      let bytes = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          hash.update(chunk);
          done(bytes > maxBytes ? opendataFailure("opendata.file-too-large") : null, chunk);
        },
      });
      try {
        await pipeline(source, meter, createWriteStream(temporary));
        const sha256 = hash.digest("hex");
        await mkdir(join(folder, sha256.slice(0, 2)), { recursive: true });
        const target = place(sha256, "original");
        await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== "EEXIST") throw error;
        });
        return { sha256, bytes, path: target };
      } finally {
        await rm(temporary, { force: true });
      }
    },
    original: (sha256: string) => place(sha256, "original"),
    csv,
    /** Types come from the check of all rows: nothing is guessed again. */
    parquet: (sha256: string, report: CheckedFile): Promise<string> =>
      make(sha256, "parquet", async (temporary) => engine.convert(await csv(sha256, report), report.columns, temporary)),
    read: (path: string): Readable => createReadStream(path),
    /** Rows in normal form, one at a time. A workbook is unpacked once, and read from what was made of it from then on. */
    rows: async (sha256: string, report: CheckedFile): Promise<Readable> => {
      if (report.format !== "xlsx") return Readable.from(normalRows(place(sha256, "original"), report));
      return Readable.from(normalRows(await csv(sha256, report), { ...report, ...normalForm }));
    },
  };
}
