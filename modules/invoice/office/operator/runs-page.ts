import { button, emptyState, insetText, lineList, scrollable, summaryList, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import { type CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { deed, reasoned } from "../act-views.ts";
import { officeFailure } from "../errors.ts";
import { failedAs, tried, typedIn } from "../form-view.ts";
import {
  bothRoles,
  dayText,
  money,
  type Office,
  type OfficePages,
  officePath,
  officeTrail,
  operatorRole,
  paramIn,
} from "../parts.ts";
import { approversNeeded, type PrizeRun, type PrizeRuns, type RunLine } from "./prize-runs.ts";

type Parts = Office & { runs: PrizeRuns };
const address = `${officePath}/prizes`;
const key = "invoice.runs";

/** Runs that pay prizes: an operator opens one, two others approve it. */
export const runPages: OfficePages<Pick<Parts, "runs">> = (app, parts) => {
  const { work, runs } = parts;
  app.get(
    address,
    hidden,
    work.signedIn(bothRoles, async (request) => listView(parts, request)),
  );
  app.post(
    address,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      let id = "";
      const error = await tried(async () => {
        id = await runs.open(by);
      });
      return error ? listView(parts, request, error) : seeOther(reply, `${address}/${id}`);
    }),
  );
  app.get(
    `${address}/:id`,
    hidden,
    work.signedIn(bothRoles, async (request) => runView(parts, request)),
  );
  for (const act of ["approve", "drop"] as const)
    app.post(
      `${address}/:id/${act}`,
      hidden,
      work.signedIn(bothRoles, async (request, { subject: by }, reply) => {
        const id = idIn(request);
        const { reason = "" } = typedIn(request, [{ name: "reason" }]);
        const error = await tried(() => (act === "approve" ? runs.approve({ id, by }) : runs.drop({ id, by, reason })));
        return error ? runView(parts, request, error, reason) : seeOther(reply, `${address}/${id}`);
      }),
    );
};

function idIn(request: FastifyRequest): string {
  const id = paramIn(request, "id");
  if (!isUuid(id)) throw officeFailure("office.unknown");
  return id;
}
const stateOf = ({ dropped, cutAt, approvals }: PrizeRun): string =>
  dropped !== null ? "dropped" : cutAt !== null ? "sent" : approvals.length >= approversNeeded ? "sending" : "waiting";

async function listView({ runs }: Parts, request: FastifyRequest, error?: CodedError): Promise<View> {
  const { t } = request;
  const title = t(`${key}.title`);
  const [waiting, all] = await Promise.all([runs.waiting(), runs.runs()]);
  const list = all.map((run) => ({
    href: `${address}/${run.id}`,
    title: t(`${key}.of`, { day: dayText(request, run.at), count: run.count }),
    lead: `${money(request, run.net)} · ${t(`${key}.state.${stateOf(run)}`)}`,
  }));
  const sum = waiting.reduce((total, { net }) => total + net, 0);
  const content = html`${error && uiOf(request).errorSummary({ errorList: [{ text: t(`error.${error.code}`) }] })}<h1>${title}</h1>
    <p class="tr-lead">${t(`${key}.lead`)}</p><p>${t(`${key}.waiting`, { count: waiting.length, sum: money(request, sum) })}</p>
    ${waiting.length > 0 && html`<form method="post" action="${address}">${button({ text: t(`${key}.open`) })}</form>`}
    ${list.length > 0 ? lineList(list) : emptyState({ title: t(`${key}.none`) })}`;
  return { title, content, path: officeTrail(request), ...failedAs(error) };
}

async function runView({ runs }: Parts, request: FastifyRequest, error?: CodedError, reason = ""): Promise<View> {
  const { t } = request;
  const run = await runs.find(idIn(request));
  const title = t(`${key}.of`, { day: dayText(request, run.at), count: run.count });
  const state = stateOf(run);
  const row = (name: string, text: string) => ({ key: { text: t(`${key}.${name}`) }, value: { text } });
  const rows = [
    row("net", money(request, run.net)),
    row("withheld", money(request, run.withheld)),
    row("stamp", money(request, run.stamp)),
    row("state", t(`${key}.state.${state}`)),
    row("approvals", `${run.approvals.length} / ${approversNeeded}`),
  ];
  const onDrop = error?.params.field === "reason";
  const drop = reasoned(request, `${address}/${run.id}/drop`, `${key}.drop`, onDrop ? { error, values: { reason } } : {});
  const other = error && !onDrop && uiOf(request).errorSummary({ errorList: [{ text: t(`error.${error.code}`) }] });
  const content = html`${other}${drop.summary}<h1>${title}</h1>${run.dropped !== null && insetText({ text: run.dropped })}${summaryList({ rows })}
    ${lineTable(request, await runs.lines(run.id))}
    ${state === "waiting" && html`${deed(request, `${address}/${run.id}/approve`, `${key}.approve`)}${drop.form}`}`;
  return { title, content, path: officeTrail(request, { href: address, text: t(`${key}.title`) }), ...failedAs(error) };
}

function lineTable(request: FastifyRequest, lines: readonly RunLine[]): Html {
  const { t } = request;
  const caption = t(`${key}.lines`);
  const head = ["invoice.field.number", `${key}.amount`, `${key}.withheld`, `${key}.stamp`, `${key}.net`, `${key}.state`];
  const numeric = (amount: number) => ({ text: money(request, amount), format: "numeric" });
  return scrollable(
    caption,
    table({
      caption,
      head: head.map((one, at) => ({ text: t(one), ...(at > 0 && at < 5 ? { format: "numeric" } : {}) })),
      rows: lines.map(({ number, amount, withheld, stamp, net, state, reason }) => [
        { text: number },
        numeric(amount),
        numeric(withheld),
        numeric(stamp),
        numeric(net),
        { text: `${t(`${key}.line.${state ?? "open"}`)}${reason === null ? "" : ` (${reason})`}` },
      ]),
    }),
  );
}
