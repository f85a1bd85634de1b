import { html } from "@troad/html";
import { taipeiDate } from "@troad/kernel";
import { asked, type Column, inMemory, type List, listRoutes, reasonOf, registerRole, type Session } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Asked, KindRow, VillageRow } from "../ask.ts";
import { byTownship, figures, monthsBefore, townshipOf } from "../domain/figures.ts";
import { type Parts, pageFailure } from "../parts.ts";

const groups = ["township", "village", "kind"] as const;
type Group = (typeof groups)[number];
type Row = { key: string; row: VillageRow | KindRow };
const monthsShown = 24;

/** Statistics of the office: a month by township, village or kind of entry, as a table and a file. */
export function statisticsPages(app: FastifyInstance, parts: Parts): void {
  listRoutes<Session, Row>({
    ...{ app, ctx: parts.ctx, address: "/registers/statistics" },
    guard: (load) => parts.site.signedIn([registerRole], load),
    list: async (request, session) => list(parts, request, session),
    view: (request, { title }, { content }) => ({
      title,
      content: html`<h1>${title}</h1>${content}`,
      path: [{ href: "/registers", text: request.t("desk.title") }],
    }),
  });
}

async function list(parts: Parts, request: FastifyRequest, session: Session): Promise<List<Row>> {
  const { t } = request;
  const register = parts.registersOf(session).find(({ paths }) => paths.has("/statistics"));
  if (!register) throw pageFailure("desk.no-register");
  const months = monthsBefore(taipeiDate(parts.ctx.clock.now()), monthsShown);
  const [initial = ""] = months;
  const month = months.find((one) => one === asked(request, "month")) ?? initial;
  const by = groups.find((one) => one === asked(request, "by")) ?? "township";
  const reply = await parts.ask(session, register, "/statistics", { body: { month }, issue: "" });
  if (!reply.ok) throw pageFailure("desk.not-answered", { reason: reasonOf(request, reply.code) });
  const rows = rowsBy(by, reply.answer);
  return {
    ...{ address: "/registers/statistics", title: t("desk.statistics.title"), file: "household-statistics" },
    lead: html`<p class="tr-lead">${t("desk.statistics.lead")}</p>`,
    filters: [
      { ...{ kind: "select", name: "month", label: t("desk.statistics.month"), initial }, options: months.map(asOption) },
      {
        ...{ kind: "select", name: "by", label: t("desk.statistics.by"), initial: "township" },
        options: groups.map((value) => ({ value, text: t(`desk.statistics.by.${value}`) })),
      },
    ],
    columns: columnsBy(parts, request, by),
    source: inMemory(
      () => rows,
      ({ key }) => key,
      "name",
    ),
    empty: { title: t("desk.statistics.none"), body: t("desk.statistics.none-why") },
  };
}

const asOption = (value: string) => ({ value, text: value });

function rowsBy(by: Group, { villages, kinds }: Extract<Asked<"/statistics">, { ok: true }>["answer"]): Row[] {
  if (by === "kind") return kinds.map((row) => ({ key: `${row.village || "none"}-${row.kind}`, row }));
  const rows = by === "village" ? villages : byTownship(villages);
  return rows.map((row) => ({ key: row.village || "none", row }));
}

function columnsBy(parts: Parts, { t, lang }: FastifyRequest, by: Group): Column<Row>[] {
  const text = (key: string): string => t(`desk.statistics.${key}`);
  /** The county and the township; those without a village are abroad. */
  const place = (village: string): string =>
    village === ""
      ? text("no-village")
      : `${parts.places.name(lang, village.slice(0, 5))} ${parts.places.name(lang, townshipOf(village))}`;
  const where: Column<Row>[] = [
    { key: "month", text: text("month"), kind: "text", value: ({ row }) => row.month, only: "file" },
    { key: "township", text: text("by.township"), kind: "text", value: ({ row }) => place(row.village) },
    ...(by === "village"
      ? [{ key: "village", text: text("village"), kind: "text" as const, value: ({ row }: Row) => row.village }]
      : []),
  ];
  if (by === "kind")
    return [
      ...where,
      {
        ...{ key: "kind", text: text("by.kind"), kind: "text" },
        value: ({ row }) => ("kind" in row ? parts.entries.kind(lang, row.kind) : null),
      },
      { key: "entries", text: text("entries"), kind: "number", value: ({ row }) => ("entries" in row ? row.entries : null) },
    ];
  return [
    ...where,
    ...figures.map(
      (name): Column<Row> => ({
        key: name,
        text: text(name),
        kind: "number",
        // ten figures are wider than a window; within a township these two are equal
        ...(name === "changedIn" || name === "changedOut" ? { only: "file" as const } : {}),
        value: ({ row }) => (name in row ? (row as VillageRow)[name] : null),
      }),
    ),
  ];
}
