import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

/**
 * Sends rows by COPY, a chunk after the other, as fast as the server takes them. When the server refuses in the middle (a key that is taken, a
 * connection that is lost) nothing more is written: the stream of pg-copy-streams has let go of its connection by then, and what it would
 * still send to it, such as the end of the copy, would be an error that nobody can catch.
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
  ended.catch(() => undefined); // looked at below, maybe later than it fails
  try {
    for (const chunk of chunks) {
      await Promise.race([ended, new Promise<void>((resolve) => stream.write(chunk, () => resolve()))]);
      if (failed) break;
    }
  } catch (error) {
    // what makes the rows failed: the server is told so, and answers with an error of its own
    if (!failed) stream.destroy(error as Error);
    await ended.catch(() => undefined);
    throw error;
  }
  if (!failed) stream.end();
  await ended;
}
