import { type Queryable, sql } from "@troad/kernel";
import type { WitnessState } from "@troad/tlog";

/**
 * What a witness has seen, in the database. What it had seen when that was kept in files (`before`) is taken over the first time that it is asked for:
 * "nothing seen yet" would let a log roll back.
 */
export const storedState = (q: Queryable, witness: string, before: WitnessState): WitnessState => ({
  read: async (origin) => {
    const kept = await q.one<{ note: string }>(sql`select note from seen where witness = ${witness} and origin = ${origin}`);
    return kept?.note ?? (await before.read(origin));
  },
  write: async (origin, note) => {
    await q.run(sql`
      insert into seen (witness, origin, note) values (${witness}, ${origin}, ${note})
      on conflict (witness, origin) do update set note = excluded.note`);
  },
});
