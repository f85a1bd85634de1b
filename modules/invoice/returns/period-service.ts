import { readRight } from "@troad/directory";
import { isTerm } from "@troad/invoice-formats";
import { exactly, instant, type ModuleContext } from "@troad/kernel";
import { serveOnRoad } from "@troad/road/serve";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { periodFailure } from "../errors.ts";
import { incomingInvoices, periodSums } from "./period-store.ts";

const place = { agency: "mof", subsystem: "REGISTERS", service: "invoice-period" };
const mostIncoming = 50;

const asked = Compile(
  exactly({
    key: Type.String({ pattern: "^\\d{8}-\\d{5}$" }),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  }),
);
type Headers = Record<string, string | string[] | undefined>;

/** What the invoices of a business in a period come to, asked as a register is, by an access right that needs no consent: it is no person's. */
async function answer({ db, clock }: ModuleContext, headers: Headers, body: unknown) {
  const right = readRight(typeof headers["x-troad-right"] === "string" ? headers["x-troad-right"] : "");
  if (!right || right.consentRequired) throw periodFailure("period.not-allowed");
  if (!asked.Check(body)) throw periodFailure("period.malformed");
  const [ban = "", term = ""] = body.key.split("-");
  if (!isTerm(term)) throw periodFailure("period.malformed");
  if (body.fields.some((field) => !right.fields.includes(field))) throw periodFailure("period.not-allowed");
  const record = {
    ...(await periodSums(db, { term, ban })),
    ...(body.fields.includes("incoming") ? { incoming: await incomingInvoices(db, { term, ban, limit: mostIncoming }) } : {}),
  };
  const given = Object.entries(record).filter(([field]) => body.fields.includes(field));
  return { found: true, record: Object.fromEntries(given), asOf: instant(clock) };
}

/** The service behind the ministry's gateway. */
export const openPeriodService = (ctx: ModuleContext): ReturnType<typeof serveOnRoad> =>
  serveOnRoad({
    ...{ ctx, place, path: "/find", schedule: "invoice.offer-periods" },
    answer: (headers, body) => answer(ctx, headers, body),
    notAllowed: () => periodFailure("period.not-allowed"),
    says: {
      failed: "the invoices of a period could not be told",
      notOffered: "the invoices of periods are not offered on the road yet",
    },
  });
