import { bytesArray, type Queryable, sql } from "@troad/kernel";
import { type LogAddition, type LogRows, rowSource, type TileSource } from "@troad/tlog";

/** The public log as its rows are read. */
export const storedLog = (q: Queryable): Pick<LogRows, "checkpoint" | "frames" | "tile" | "roots"> => ({
  checkpoint: async () => (await q.one<{ note: string }>(sql`select note from log_head`))?.note,
  frames: async (from, to) =>
    (
      await q.rows<{ frames: Buffer }>(sql`select frames from log_frames where first >= ${from} and first < ${to} order by first`)
    ).map(({ frames }) => frames),
  tile: async (level, index) =>
    (await q.one<{ hashes: Buffer }>(sql`select hashes from log_tile where level = ${level} and index = ${index}`))?.hashes,
  roots: async (level, from, to) =>
    (
      await q.rows<{ root: Buffer }>(sql`
        select root from log_tile where level = ${level} and index >= ${from} and index < ${to} order by index`)
    ).map(({ root }) => root),
});

/** The same, to check an installation from its database alone. */
export const storedLogSource = (q: Queryable): TileSource => rowSource(storedLog(q));

/** In one transaction with the checkpoint that requires it. The number of the lease that its writer holds stays with it. */
export async function insertLogRows(q: Queryable, { frames, tiles }: LogAddition, fence: number): Promise<void> {
  if (frames.length > 0)
    await q.run(sql`
      insert into log_frames (first, count, frames, fence)
      select first, count, frames, ${fence}::bigint
      from unnest(${frames.map(({ first }) => first)}::bigint[], ${frames.map(({ count }) => count)}::int[],
        ${bytesArray(frames.map((one) => one.frames))}::bytea[]) as f (first, count, frames)`);
  if (tiles.length > 0)
    await q.run(sql`
      insert into log_tile (level, index, hashes, root, fence)
      select level, index, hashes, root, ${fence}::bigint
      from unnest(${tiles.map(({ level }) => level)}::smallint[], ${tiles.map(({ index }) => index)}::bigint[],
        ${bytesArray(tiles.map(({ hashes }) => hashes))}::bytea[], ${bytesArray(tiles.map(({ root }) => root))}::bytea[])
        as t (level, index, hashes, root)`);
}

/** False if the newest checkpoint is another one than `before`. */
export const insertLogHead = async (q: Queryable, note: string, size: number, fence: number): Promise<boolean> =>
  (await q.run(sql`
    insert into log_head (size, note, fence, shown, shown_size) values (${size}, ${note}, ${fence}, ${note}, ${size})
    on conflict do nothing`)) > 0;

export const replaceLogHead = async (
  q: Queryable,
  note: string,
  { size, fence, before }: { size: number; fence: number; before: string },
): Promise<boolean> =>
  (await q.run(sql`
    update log_head set size = ${size}, note = ${note}, fence = ${fence} where note = ${before} and fence <= ${fence}`)) > 0;

export const shownCheckpoint = async (q: Queryable): Promise<string | undefined> =>
  (await q.one<{ shown: string }>(sql`select shown from log_head`))?.shown;

/** Of the same size the one with more signatures stays. */
export const showCheckpoint = (q: Queryable, note: string, size: number): Promise<number> =>
  q.run(sql`
    update log_head set shown = ${note}, shown_size = ${size}
    where size >= ${size} and (shown_size < ${size} or (shown_size = ${size} and length(shown) < length(${note}::text)))`);
