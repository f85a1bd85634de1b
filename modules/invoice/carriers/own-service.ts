import type { EidApi } from "@troad/eid/api";
import { termOf, termPlus } from "@troad/invoice-formats";
import { type ModuleContext, taipeiDate } from "@troad/kernel";
import type { RegistersApi } from "@troad/registers/api";
import { serveOnRoad } from "@troad/road/serve";
import Type from "typebox";
import { Compile } from "typebox/compile";
import { periodFailure } from "../errors.ts";
import { cancelled } from "../prizes/standing.ts";
import { numberOf } from "../site/words-view.ts";
import type { Holdings } from "./holdings.ts";

const place = { agency: "mof", subsystem: "REGISTERS", service: "cloud-invoice" };
/** This period and those before it. */
const periods = 3;
const mostGiven = 1_000;
const asked = Compile(
  Type.Object(
    {
      nationalId: Type.String({ maxLength: 40 }),
      fields: Type.Array(Type.Literal("invoices"), { minItems: 1, maxItems: 1 }),
    },
    { additionalProperties: false },
  ),
);
const endedCheck = Compile(
  Type.Object(
    { consents: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 200 }) },
    { additionalProperties: false },
  ),
);
/** Of what the gateway says, what a consent is checked by. */
const headerNames = ["x-road-client", "x-road-id", "x-road-issue", "x-troad-consent", "x-troad-agreement", "x-troad-right"];
type Headers = Record<string, string | string[] | undefined>;
type Parts = {
  ctx: ModuleContext;
  holdings: Pick<Holdings, "of" | "ofTerm">;
  eid: Pick<EidApi, "personOfNumber">;
  registers: Pick<RegistersApi, "admit" | "consentsEnded">;
};

const givenIn = (headers: Headers): Record<string, string> =>
  Object.fromEntries(headerNames.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : [])));

/** Consents that have ended, kept where they are used up. */
async function takeEnded({ registers }: Parts, headers: Headers, body: unknown) {
  if (!endedCheck.Check(body)) throw periodFailure("period.malformed");
  const { agency, service } = place;
  return registers.consentsEnded({ agency, service, headers: givenIn(headers), ...body });
}

/** The invoices in the carriers of a person who consented; the consent is used up first, as a register does. */
async function answer({ ctx, holdings, eid, registers }: Parts, headers: Headers, body: unknown) {
  if (!asked.Check(body)) throw periodFailure("period.malformed");
  const { agency, service } = place;
  const { usedAt } = await registers.admit({ agency, service, headers: givenIn(headers), ...body });
  const person = await eid.personOfNumber(body.nationalId);
  const carriers = person ? await holdings.of(person.subject) : [];
  if (carriers.length === 0) return { found: false };
  const nameOf = new Map(carriers.map(({ type, id, name }) => [`${type} ${id}`, name]));
  const newest = termOf(taipeiDate(ctx.clock.now()));
  const terms = Array.from({ length: periods }, (_, back) => termPlus(newest, -back));
  const found = await Promise.all(terms.map((term) => holdings.ofTerm(carriers, term)));
  const invoices = found
    .flat()
    .filter((invoice) => !cancelled(invoice))
    .toSorted((a, b) => b.date.localeCompare(a.date) || b.number.localeCompare(a.number))
    .slice(0, mostGiven)
    .map((invoice) => {
      const { date, total, content } = invoice;
      const { seller, carrier } = content;
      return {
        // a donated one shows no whole number: its prize is the donee's
        ...{ number: numberOf(invoice), date, seller: seller.ban, sellerName: seller.name, total },
        carrier: nameOf.get(`${carrier?.type} ${carrier?.id2}`) ?? "",
      };
    });
  return { found: true, record: { invoices }, asOf: usedAt };
}

/** The service behind the ministry's gateway. */
export const openOwnInvoices = (parts: Parts): ReturnType<typeof serveOnRoad> =>
  serveOnRoad({
    ...{ ctx: parts.ctx, place, path: "/find", schedule: "invoice.offer-own" },
    answer: (headers, body) => answer(parts, headers, body),
    also: { "/consents-ended": (headers, body) => takeEnded(parts, headers, body) },
    notAllowed: () => periodFailure("period.not-allowed"),
    says: { failed: "a person's invoices could not be told", notOffered: "people's invoices are not offered on the road yet" },
  });
