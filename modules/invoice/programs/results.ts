import { isUuid, type ModuleContext } from "@troad/kernel";
import type { Shop } from "../shop/access.ts";
import type { ShopRecords, Sold } from "../shop/records.ts";
import { senderOf } from "../shop/sending.ts";
import { programFailure } from "./errors.ts";
import { type PackageResult, resultsAfter } from "./programs-store.ts";

type Parts = { ctx: Pick<ModuleContext, "db">; records: Pick<ShopRecords, "sold"> };
type Page = { cursor?: string | undefined; limit?: number | undefined };

const usual = 100;
const written = (place: readonly string[]): string => Buffer.from(place.join(" ")).toString("base64url");
/** The two parts of a cursor, if they have the forms of a place in the list. */
function read(cursor: string | undefined, first: string, isPlace: (one: string, other: string) => boolean): [string, string] {
  if (cursor === undefined) return [first, ""];
  const [one = "", other = "", ...more] = Buffer.from(cursor, "base64url").toString().split(" ");
  if (more.length > 0 || !isPlace(one, other)) throw programFailure("program.cursor-unknown");
  return [one, other];
}
const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** What a program reads of a shop, page by page. */
export function openResults({ ctx, records }: Parts) {
  return {
    sold: async (
      { ban }: Shop,
      { term, cursor, limit = usual }: Page & { term: string },
    ): Promise<{ invoices: Sold[]; next: string | null }> => {
      const isPlace = (date: string, number: string): boolean =>
        isInstant(`${date}T00:00:00.000Z`) && /^[A-Z]{2}\d{8}$/.test(number);
      const [date, number] = read(cursor, "9999-12-31", isPlace);
      const found = await records.sold({ ban, term, words: "", before: `${date} ${number}`, limit: limit + 1 });
      const invoices = found.slice(0, limit);
      const last = invoices.at(-1);
      return { invoices, next: last && found.length > limit ? written([last.date, last.number]) : null };
    },
    /** `next` is always there: it goes on with what comes later, so that nothing is missed by a program that was away. */
    packages: async (
      { ban }: Shop,
      { cursor, limit = usual }: Page,
    ): Promise<{ packages: PackageResult[]; next: string | null }> => {
      const [at, id] = read(cursor, "1970-01-01T00:00:00.000Z", (one, other) => isInstant(one) && isUuid(other));
      const none = "00000000-0000-0000-0000-000000000000";
      const packages = await resultsAfter(ctx.db, { sender: senderOf(ban), at, id: id || none, limit });
      const last = packages.at(-1);
      return { packages, next: last ? written([new Date(last.receivedAt).toISOString(), last.package]) : (cursor ?? null) };
    },
  };
}
export type Results = ReturnType<typeof openResults>;
