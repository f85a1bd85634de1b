import { emptyState, scrollable, table, tag, time } from "@troad/design";
import { html } from "@troad/html";
import { type AuditRecord, CodedError, type ModuleContext, seeOther } from "@troad/kernel";
import { type Chosen, inMemory, type List, listRoutes, older, pageQuery, pageSize, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { LedgerState } from "../../api.ts";
import type { Asking, RoadPages } from "../parts.ts";

type Parts = Pick<RoadPages, "site"> &
  Asking<"ledgers"> & {
    ctx: Pick<ModuleContext, "db" | "readAudit" | "clock">;
    /** The address of proofs of heads (`/road/heads/...`). */
    origin: string;
  };

/** The ledgers for an auditor: whether every chain is intact, up to where it is published, and what officers did. */
export function auditLedgerPages(app: FastifyInstance, parts: Parts): void {
  const { site, road } = parts;
  listRoutes<Session, LedgerState>({
    ...{ app, ctx: parts.ctx, address: "/audit/ledgers" },
    guard: (load) => site.signedIn(["auditor"], load),
    list: async (request) => ledgerList(parts, request, await road.ledgers()),
  });
  app.get(
    "/audit/ledgers/:schema",
    { schema: { hide: true, querystring: pageQuery } },
    site.signedIn(["auditor"], async (request, session, reply) => {
      const { schema } = request.params as { schema: string };
      const ledger = (await road.ledgers()).find((one) => one.schema === schema);
      if (!ledger) return seeOther(reply, "/audit/ledgers");
      return schemaPage(request, ledger, await entriesOf(parts, request, session.subject, schema));
    }),
  );
}

const inAudit = (request: FastifyRequest) => ({ href: "/audit", text: request.t("road.audit.title") });

/** What the check of a schema found, as the filter and the file name it. */
const outcomes = ["holds", "unanchored", "broken", "unchecked"] as const;
function outcomeOf({ check }: LedgerState): (typeof outcomes)[number] {
  if (!check) return "unchecked";
  if (check.faults.length > 0) return "broken";
  return check.anchored === false ? "unanchored" : "holds";
}

function ledgerList({ origin }: Parts, request: FastifyRequest, ledgers: readonly LedgerState[]): List<LedgerState> {
  const { t } = request;
  const text = (key: string) => t(`road.ledgers.${key}`);
  const outcomeText = (one: LedgerState) => t(`road.ledgers.${outcomeOf(one)}`, { count: one.check?.faults.length ?? 0 });
  const fitting = ({ search = "", outcome: wanted }: Chosen) =>
    ledgers.filter((one) => one.schema.includes(search.toLowerCase()) && (!wanted || outcomeOf(one) === wanted));
  const proofOf = ({ schema, published }: LedgerState) =>
    published && html`<a class="tr-link" href="${origin}/road/heads/${schema}/${published.record.no}">${published.leafIndex}</a>`;
  return {
    ...{ address: "/audit/ledgers", title: text("title"), file: "ledgers" },
    lead: html`<p class="tr-lead">${text("lead")}</p>`,
    columns: [
      {
        ...{ key: "schema", text: text("schema"), kind: "text", value: ({ schema }) => schema },
        show: ({ schema }) => html`<a class="tr-link" href="/audit/ledgers/${schema}">${schema}</a>`,
      },
      { key: "outcome", text: text("outcome"), kind: "text", value: outcomeText, show: ({ check }) => outcome(request, check) },
      { key: "checked", text: text("checked"), kind: "instant", value: ({ check }) => check?.at ?? null },
      { key: "entries", text: text("entries"), kind: "number", value: ({ check }) => check?.entries ?? null },
      { key: "published", text: text("published"), kind: "instant", value: ({ published }) => published?.record.at ?? null },
      { key: "leaf", text: text("leaf"), kind: "number", value: ({ published }) => published?.leafIndex ?? null, show: proofOf },
    ],
    filters: [
      { kind: "search", name: "search", label: text("search") },
      {
        ...{ kind: "select", name: "outcome", label: text("outcome") },
        options: outcomes.map((value) => ({
          value,
          text: t(value === "broken" ? "road.ledgers.faults" : `road.ledgers.${value}`),
        })),
      },
    ],
    source: inMemory(fitting, ({ schema }) => schema, "name"),
    foot: html`<p>${text("how")}</p>`,
    empty: { title: text("none") },
  };
}

function outcome({ t }: FastifyRequest, check: LedgerState["check"]) {
  if (!check) return html`${tag({ text: t("road.ledgers.unchecked"), classes: "tr-tag--grey" })}`;
  const { faults, anchored } = check;
  if (faults.length > 0)
    return html`${tag({ text: t("road.ledgers.broken", { count: faults.length }), classes: "tr-tag--red" })}`;
  const key = anchored === false ? "unanchored" : "holds";
  return html`${tag({ text: t(`road.ledgers.${key}`), classes: anchored === false ? "tr-tag--grey" : "tr-tag--green" })}`;
}

function schemaPage(request: FastifyRequest, { schema, check }: LedgerState, entries: AuditRecord[] | undefined): View {
  const { t } = request;
  const content = html`<h1>${schema}</h1><p>${outcome(request, check)}</p>${faultTable(request, check?.faults ?? [])}
    <h2>${t("road.ledgers.audit")}</h2>${entryTable(request, entries)}`;
  return { title: schema, content, path: [inAudit(request), { href: "/audit/ledgers", text: t("road.ledgers.title") }] };
}

function faultTable({ t }: FastifyRequest, faults: NonNullable<LedgerState["check"]>["faults"]) {
  if (faults.length === 0) return undefined;
  const head = ["ledger", "stream", "seq", "reason"].map((key) => ({ text: t(`road.ledgers.${key}`) }));
  const rows = faults.map(({ ledger, stream, seq, reason }) => [
    { text: ledger },
    { text: stream },
    { text: String(seq) },
    { text: t(`road.ledgers.reason.${reason}`) },
  ]);
  const title = t("road.ledgers.faults");
  return html`<h2>${title}</h2>${scrollable(title, table({ head, rows }))}`;
}

function entryTable(request: FastifyRequest, entries: AuditRecord[] | undefined) {
  const { t, lang } = request;
  if (!entries) return emptyState({ title: t("road.ledgers.away") });
  if (entries.length === 0) return emptyState({ title: t("road.ledgers.no-entries") });
  const head = ["at", "actor", "action", "target", "detail"].map((key) => ({ text: t(`road.ledgers.${key}`) }));
  const rows = entries
    .slice(0, pageSize)
    .map(({ at, actor, action, target, detail, fault }) => [
      { html: time(at, { lang }) },
      { text: actor },
      { html: html`${action}${fault && html` ${tag({ text: t(`road.ledgers.reason.${fault}`), classes: "tr-tag--red" })}`}` },
      { text: target },
      { text: Object.keys(detail).length > 0 ? JSON.stringify(detail) : "" },
    ]);
  const title = t("road.ledgers.audit");
  return html`${scrollable(title, table({ head, rows }))}${older(request, entries, ({ seq }) => String(seq))}`;
}

/** A page of audit entries; reading them adds an entry. Nothing if the process that keeps them cannot be reached. */
async function entriesOf(
  { ctx }: Parts,
  request: FastifyRequest,
  actor: string,
  schema: string,
): Promise<AuditRecord[] | undefined> {
  const { before = "" } = request.query as { before?: string };
  const from = /^\d{1,15}$/.test(before) ? { before: Number(before) } : {};
  await ctx.db.tx((tx) => tx.audit({ actor, action: "road.audit-read", target: schema, detail: from }));
  try {
    return await ctx.readAudit({ schema, limit: pageSize + 1, ...from });
  } catch (error) {
    if (error instanceof CodedError && (error.code === "peer.unavailable" || error.code === "request.not-found"))
      return undefined;
    throw error;
  }
}
