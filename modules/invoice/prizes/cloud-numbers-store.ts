import { type Queryable, sql, type Tx } from "@troad/kernel";

/** Rows per COPY chunk: a list has some four million numbers. */
const chunk = 10_000;
type Groups = readonly { readonly amount: number; readonly numbers: readonly string[] }[];

function* lines(term: string, digest: string, groups: Groups): Generator<string> {
  for (const { amount, numbers } of groups)
    for (let from = 0; from < numbers.length; from += chunk)
      yield numbers
        .slice(from, from + chunk)
        .map((number) => `${term}\t${number}\t${digest}\t${amount}\n`)
        .join("");
}

/** Adds the cloud numbers of a list, once. Terms, numbers and digests were validated: none contains anything COPY would escape. */
export async function copyCloudNumbers(tx: Tx, term: string, digest: string, groups: Groups): Promise<void> {
  if (groups.length === 0) return;
  await tx.copy("copy cloud_number (term, number, digest, amount) from stdin", lines(term, digest, groups));
}

/** The number of a list's numbers by amount. */
export const cloudCounts = (q: Queryable, term: string, digest: string) =>
  q.rows<{ amount: number; count: number }>(sql`
    select amount, count(*)::int as count from cloud_number where term = ${term} and digest = ${digest} group by amount order by amount`);

/** Cloud numbers of a published list, in order, after `after`. */
export const publishedCloudNumbers = (q: Queryable, publication: string, after: string, limit: number) =>
  q.rows<{ number: string; amount: number }>(sql`
    select number, amount from cloud_number
    where term = (select term from draw_publication where no = ${publication}) and number > ${after}
      and digest = (select digest from draw_publication where no = ${publication})
    order by number, amount limit ${limit}`);
