import { html } from "@troad/html";
import { termOf, termPlus } from "@troad/invoice-formats";
import { CodedError, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, postedKey, todayOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Assign, Assigned, Assignment } from "../../numbers/assign.ts";
import { findingText } from "../../shop/refused-view.ts";
import { termName } from "../../site/words-view.ts";
import { atField } from "../errors.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../form-view.ts";
import { type Office, type OfficePages, officePath, officerRole, officeTrail } from "../parts.ts";

type AssignedOf = (query: { seller: string; limit: number; before?: number }) => Promise<Assigned[]>;
type Parts = Office & { assign: Assign; assigned: AssignedOf };
const address = `${officePath}/numbers`;
const key = "invoice.assigning";

/** Numbers are assigned to sellers, in whole books, for good. */
export const assigningPages: OfficePages<Pick<Parts, "assign" | "assigned">> = (app, parts) => {
  const { work, assign, ctx } = parts;
  listRoutes({
    app,
    ctx,
    address,
    guard: (load: Parameters<typeof work.signedIn>[1]) => work.signedIn([officerRole], load),
    list: async (request) => listOf(parts, request),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1><p><a class="tr-link" href="${address}/new">${request.t(`${key}.new`)}</a></p>${content}`,
      path: officeTrail(request),
    }),
  });
  app.get(
    `${address}/new`,
    hidden,
    work.signedIn([officerRole], async (request) => newView(parts, request, {}, ctx.ids.uuid())),
  );
  app.post(
    `${address}/new`,
    hidden,
    work.signedIn([officerRole], async (request, { subject: by }, reply) => {
      const values = typedIn(request, fieldsOf(parts, request));
      const sent = postedKey(request, ctx.ids);
      const error = await tried(() => assign(rangesIn(values), by, `office/${sent}`));
      return error ? newView(parts, request, values, sent, error) : seeOther(reply, address);
    }),
  );
};

/** One range a line: seller, track, first and last number. */
export function rangesIn({ term = "", type = "", ranges = "" }: Record<string, string>): Assignment[] {
  if (!/^\d{5}$/.test(term)) throw atField("office.field-missing", "term");
  const lines = ranges.split(/\r?\n/).filter((one) => one.trim() !== "");
  if (lines.length === 0) throw atField("office.field-missing", "ranges");
  return lines.map((line) => {
    const [, seller, track, first, last] = /^\s*(\d{8})[\s,]+([A-Z]{2})[\s,]+(\d{8})[\s,-]+(\d{8})\s*$/.exec(line) ?? [];
    if (!seller || !track || !first || !last) throw atField("office.field-form", "ranges");
    return { seller, track, first, last, term, type: type === "08" ? "08" : "07" };
  });
}

function fieldsOf({ ctx }: Pick<Parts, "ctx">, request: FastifyRequest): OfficeField[] {
  const now = termOf(todayOf({ ctx }));
  return [
    {
      ...{ name: "term", kind: "choice" },
      options: [0, 1, 2].map((ahead) => termPlus(now, ahead)).map((value) => ({ value, text: termName(request, value) })),
    },
    { name: "type", kind: "choice", options: ["07", "08"].map((value) => ({ value, text: request.t(`${key}.type.${value}`) })) },
    { name: "ranges", kind: "area", hint: true },
  ];
}

/** What is wrong with a range, in words. */
const saysOf = (request: FastifyRequest, error: CodedError | undefined): string | undefined =>
  error?.code === "numbers.malformed" && error.params.at !== 0
    ? request.t("invoice.assigning.refused", {
        at: error.params.at ?? "",
        finding: findingText(request, String(error.params.rule)),
      })
    : undefined;

/** A refusal of the ranges stands beside them, with the line that it is about. */
function newView(parts: Parts, request: FastifyRequest, values: Record<string, string>, sent: string, error?: CodedError): View {
  const title = request.t(`${key}.new`);
  const placed = error && new CodedError(error.code, error.status, { field: "ranges", ...error.params });
  const { summary, form } = officeForm(request, {
    ...{ key, action: `${address}/new`, fields: fieldsOf(parts, request), submit: `${key}.do`, hidden: { key: sent } },
    ...{ values: { type: "07", ...values }, error: placed, says: saysOf(request, error) },
  });
  const path = officeTrail(request, { href: address, text: request.t(`${key}.title`) });
  return { title, content: html`${summary}<h1>${title}</h1><p>${request.t(`${key}.lead`)}</p>${form}`, path, ...failedAs(error) };
}

type Row = Assigned & { place: string };
function listOf({ assigned }: Parts, request: FastifyRequest): List<Row> {
  const { t } = request;
  return {
    address,
    title: t(`${key}.title`),
    columns: [
      { key: "seller", text: t("invoice.field.seller"), kind: "text", value: ({ seller }) => seller },
      { key: "term", text: t("invoice.field.term"), kind: "text", value: ({ term }) => termName(request, term) },
      { key: "numbers", text: t(`${key}.numbers`), kind: "text", value: ({ track, first, last }) => `${track}${first}–${last}` },
      { key: "type", text: t(`${key}.type`), kind: "text", value: ({ type }) => type },
    ],
    filters: [{ kind: "search", name: "seller", label: t("invoice.field.seller") }],
    source: {
      cursor: ({ place }) => place,
      cursorKind: "instant-and-id",
      // an act has several ranges: the place is the act and the range in it, written as the lists write places
      rows: async ({ chosen, before, limit }) => rowsAfter(assigned, { seller: chosen.seller ?? "", before, limit }),
    },
    empty: { title: t(`${key}.none`) },
    file: "assigned-numbers",
  };
}

async function rowsAfter(
  assigned: AssignedOf,
  { seller, before, limit }: { seller: string; before: string | undefined; limit: number },
): Promise<Row[]> {
  const [, no = "", at = ""] = /^\S+ (\d+)\/(\d+)$/.exec(before ?? "") ?? [];
  const skip = no === "" ? 0 : Number(at);
  const asked = { seller, limit: skip + limit, ...(no === "" ? {} : { before: Number(no) + 1 }) };
  const seen = new Map<number, number>();
  const rows = (await assigned(asked)).map((row) => {
    const nth = (seen.get(row.no) ?? 0) + 1;
    seen.set(row.no, nth);
    return { ...row, place: `2000-01-01T00:00:00.000Z ${row.no}/${nth}` };
  });
  return rows.slice(skip, skip + limit);
}
