import type { InvoiceOperator } from "@troad/invoice/api";
import { numbersClient } from "../operator/client.ts";
import { sayRefusal } from "../operator/refusal.ts";

type Values = {
  [Name in "term" | "seller" | "track" | "first" | "last" | "type" | "key" | "before" | "after"]?: string | undefined;
};
export type Options = Values & { data: string; lang: string; json: boolean; limit: string };
type Assigned = Awaited<ReturnType<InvoiceOperator["assigned"]>>[number];

export const whole = (text: string | undefined): number | undefined =>
  text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
const lineOf = ({ no, term, track, first, last, seller, type }: Assigned): string =>
  `${no}\t${term}\t${type}\t${track}${first}-${last}\t${seller}`;

/** `troad invoice assign`: undefined where the options do not name a range. */
export function assignNumbers(options: Options): Promise<number> | undefined {
  const { term, seller, track, first, last, type = "07" } = options;
  if (!term || !seller || !track || !first || !last || (type !== "07" && type !== "08")) return undefined;
  // repeating the same command has no further effect
  const key = options.key ?? `${seller}/${term}/${track}${first}-${last}`;
  return printResult(options, async () => {
    const { id } = await numbersClient(options.data, options.lang)("assign", {
      ranges: [{ term, seller, track, first, last, type }],
      key,
    });
    return { value: { id }, lines: [`assigned: ${track}${first}-${last} of ${term} to ${seller}`] };
  });
}

/** `troad invoice numbers`: undefined if the options are not valid. */
export function listNumbers(options: Options): Promise<number> | undefined {
  const [limit, before] = [whole(options.limit), whole(options.before)];
  if (!limit || limit > 500 || (options.before !== undefined && !before)) return undefined;
  const { term, seller } = options;
  return printResult(options, async () => {
    const query = { limit, ...(term ? { term } : {}), ...(seller ? { seller } : {}), ...(before ? { before } : {}) };
    const rows = await numbersClient(options.data, options.lang)("assigned", query);
    return { value: rows, lines: rows.map(lineOf) };
  });
}

export async function printResult({ json }: Options, work: () => Promise<{ value: unknown; lines: string[] }>): Promise<number> {
  try {
    const { value, lines } = await work();
    process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((one) => `${one}\n`).join(""));
    return 0;
  } catch (error) {
    return sayRefusal(error, "invoice", json);
  }
}
