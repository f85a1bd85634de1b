import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * Sends rows by COPY, chunk by chunk, as fast as the server takes them. If the server refuses midway (a duplicate key, a lost connection),
 * nothing more is written: pg-copy-streams has released its connection by then, and anything it still sent, such as the end of the copy,
 * would cause an error that nobody can catch.
 */
export async function copyInto(
  client: Pick<pg.ClientBase, "query">,
  statement: string,
  chunks: Iterable<string | Uint8Array>,
  timeoutMs?: number,
): Promise<void> {
  const stream = copyFrom(statement);
  client.query(timeoutMs === undefined ? stream : Object.assign(stream, { query_timeout: timeoutMs }));
  let failed = false;
  const ended = new Promise<void>((resolve, reject) => {
    stream.on("finish", resolve).on("error", (error) => {
      failed = true;
      reject(error);
    });
  });
  ended.catch(() => undefined); // awaited below, possibly after it has failed
  try {
    for (const chunk of chunks) {
      await Promise.race([ended, new Promise<void>((resolve) => stream.write(chunk, () => resolve()))]);
      if (failed) break;
    }
  } catch (error) {
    // producing the rows failed: the server is told so, and answers with an error of its own
    if (!failed) stream.destroy(error as Error);
    await ended.catch(() => undefined);
    throw error;
  }
  if (!failed) stream.end();
  await ended;
}
