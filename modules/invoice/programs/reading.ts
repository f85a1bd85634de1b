import { termOf, termPlus } from "@troad/invoice-formats";
import { instant, isUuid, type ModuleContext, taipeiDate } from "@troad/kernel";
import type { MyDataApi } from "@troad/mydata/api";
import type { Holdings } from "../carriers/holdings.ts";
import { invoicesBefore } from "../invoices/page-store.ts";
import { cancelled } from "../prizes/standing.ts";
import { numberOf } from "../site/words-view.ts";
import { programFailure } from "./errors.ts";

/** The data set that a person agrees to: this period and those before it. */
const set = "cloud-invoices";
const periods = 3;

type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  holdings: Pick<Holdings, "of">;
  mydata: Pick<MyDataApi, "readUnder">;
};
/** Where a page ended, of the state at `asOf`. */
type Place = { reading: string; asOf: string; date: string; number: string };
export type OwnPage = { invoices: object[]; until: string; next: string | null };

const written = ({ reading, asOf, date, number }: Place): string =>
  Buffer.from([reading, asOf, date, number].join(" ")).toString("base64url");
/** A cursor opens nothing by itself: what is read is that of the consent, and the reading must be of it. */
function placeIn(cursor: string): Place {
  const [reading = "", asOf = "", date = "", number = "", ...more] = Buffer.from(cursor, "base64url").toString().split(" ");
  const isPlace =
    more.length === 0 && isUuid(reading) && isInstant(asOf) && /^20\d\d-\d\d-\d\d$/.test(date) && /^[A-Z]{2}\d{8}$/.test(number);
  if (!isPlace || !isInstant(`${date}T00:00:00.000Z`)) throw programFailure("program.cursor-unknown");
  return { reading, asOf, date, number };
}
const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/**
 * The invoices in the carriers of a person who agreed to it, newest first, page by page. All pages are of the state at the first one: what is issued
 * or corrected meanwhile comes with the next reading, so none is missing and none is twice.
 */
export function openOwnReading({ ctx, holdings, mydata }: Parts) {
  return async (asked: { client: string; consent: string; cursor: string | undefined; limit: number }): Promise<OwnPage> => {
    const { client, consent, cursor, limit } = asked;
    const former = cursor === undefined ? undefined : placeIn(cursor);
    const agreed = await mydata.readUnder({ client, consent, set, reading: former?.reading ?? null });
    const asOf = former?.asOf ?? instant(ctx.clock);
    const carriers = await holdings.of(agreed.subject);
    const names = new Map(carriers.map(({ type, id, name }) => [`${type} ${id}`, name]));
    const newest = termOf(taipeiDate(new Date(asOf)));
    const found: Awaited<ReturnType<typeof invoicesBefore>> = [];
    for (let back = 0; back < periods && found.length <= limit && carriers.length > 0; back++) {
      const term = termPlus(newest, -back);
      if (former && term > termOf(former.date)) continue;
      const before = former && term === termOf(former.date) ? former : { date: "9999-12-31", number: "" };
      found.push(...(await invoicesBefore(ctx.db, { term, carriers, before, asOf, limit: limit + 1 - found.length })));
    }
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      invoices: shown.map((invoice) => {
        const { seller, carrier } = invoice.content;
        return {
          // a donated one shows no whole number: its prize is the donee's
          ...{ number: numberOf(invoice), date: invoice.date, seller: seller.ban, sellerName: seller.name, total: invoice.total },
          ...{
            carrier: names.get(`${carrier?.type} ${carrier?.id2}`) ?? "",
            standing: cancelled(invoice) ? "cancelled" : "valid",
          },
        };
      }),
      until: agreed.until,
      next:
        last && found.length > limit ? written({ reading: agreed.reading, asOf, date: last.date, number: last.number }) : null,
    };
  };
}
export type OwnReading = ReturnType<typeof openOwnReading>;
