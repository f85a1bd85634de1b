import { numbersClient } from "../operator/client.ts";
import { type Options, printResult, whole } from "./invoice-numbers.ts";

const limitOf = ({ limit }: Options): number | undefined => {
  const most = whole(limit);
  return most !== undefined && most >= 1 && most <= 500 ? most : undefined;
};

/** `troad invoice late`: undefined if the options are not valid. */
export function listLate(options: Options): Promise<number> | undefined {
  const { term, seller } = options;
  const [limit, after] = [limitOf(options), whole(options.after ?? "0")];
  if (!term || limit === undefined || after === undefined) return undefined;
  return printResult(options, async () => {
    const rows = await numbersClient(options.data, options.lang)("late", { term, after, limit, ...(seller ? { seller } : {}) });
    const lines = rows.map(
      (row) => `${row.no}\t${row.number}\t${row.kind}\t${row.seller}\tdue ${row.due}\treceived ${row.receivedAt}`,
    );
    return { value: rows, lines };
  });
}

/** `troad invoice unreadable`: undefined if the options are not valid. */
export function listUnreadable(options: Options): Promise<number> | undefined {
  const { term, after } = options;
  const limit = limitOf(options);
  if (!term || limit === undefined) return undefined;
  return printResult(options, async () => {
    const rows = await numbersClient(options.data, options.lang)("unreadable", { term, limit, ...(after ? { after } : {}) });
    return { value: rows, lines: rows };
  });
}
