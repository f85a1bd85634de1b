import { emptyState, lineList, summaryList } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, seeOther } from "@troad/kernel";
import { asked, hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { PrizeCase, PrizeCaseDecisions } from "../../prizes/cases.ts";
import { termName } from "../../site/words-view.ts";
import { atField, officeFailure } from "../errors.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../form-view.ts";
import { reasonIn } from "../operator/registrations.ts";
import { dayText, money, type Office, type OfficePages, officePath, officerRole, officeTrail, paramIn } from "../parts.ts";

type Parts = Office & { cases: PrizeCaseDecisions };
const address = `${officePath}/cases`;
const key = "invoice.disputes";
const decisions = ["keep", "withdraw"] as const;
const most = 200;

/** Prizes whose invoice was cancelled, voided or rejected after the draw: an officer decides, once. */
export const disputePages: OfficePages<Pick<Parts, "cases">> = (app, parts) => {
  const { work, cases } = parts;
  app.get(
    address,
    hidden,
    work.signedIn([officerRole], async (request) => listView(parts, request)),
  );
  app.get(
    `${address}/:no`,
    hidden,
    work.signedIn([officerRole], async (request) => oneView(parts, request)),
  );
  app.post(
    `${address}/:no`,
    hidden,
    work.signedIn([officerRole], async (request, { subject: by }, reply) => {
      const values = typedIn(request, [{ name: "decision" }, { name: "reason" }]) as Record<"decision" | "reason", string>;
      const error = await tried(async () => {
        const decision = decisions.find((one) => one === values.decision);
        if (!decision) throw atField("office.field-missing", "decision");
        await cases.decide({ no: Number(paramIn(request, "no")) || 0, decision, by, reason: reasonIn(values.reason) });
      });
      return error ? oneView(parts, request, values, error) : seeOther(reply, address);
    }),
  );
};

async function listView({ cases }: Parts, request: FastifyRequest): Promise<View> {
  const { t } = request;
  const state = decisions.find((one) => one === asked(request, "state")) ?? "open";
  const found = await cases.list({ state, after: 0, limit: most });
  const list = found.map((one) => ({
    href: `${address}/${one.no}`,
    title: `${one.number} · ${money(request, one.amount)}`,
    lead: `${termName(request, one.term)} · ${t(`invoice.action.${one.cause}`)} · ${t(`${key}.${one.paid ? "paid" : "unpaid"}`)}`,
  }));
  const others = (["open", ...decisions] as const).filter((one) => one !== state);
  const title = t(`${key}.title`);
  const content = html`<h1>${title}</h1><p class="tr-lead">${t(`${key}.lead`)}</p><h2>${t(`${key}.state.${state}`)}</h2>
    ${list.length === 0 ? emptyState({ title: t(`${key}.none`) }) : lineList(list)}
    ${others.map((one) => html`<p><a class="tr-link" href="${address}?state=${one}">${t(`${key}.state.${one}`)}</a></p>`)}`;
  return { title, content, path: officeTrail(request) };
}

async function caseIn({ cases }: Parts, request: FastifyRequest): Promise<PrizeCase> {
  const no = Number(paramIn(request, "no"));
  if (!Number.isSafeInteger(no) || no < 1) throw officeFailure("office.unknown");
  for (const state of ["open", ...decisions] as const) {
    const [found] = await cases.list({ state, after: no - 1, limit: 1 });
    if (found?.no === no) return found;
  }
  throw officeFailure("office.unknown");
}

async function oneView(parts: Parts, request: FastifyRequest, values = {}, error?: CodedError): Promise<View> {
  const { t } = request;
  const one = await caseIn(parts, request);
  const fields: OfficeField[] = [
    { name: "decision", kind: "choice", options: decisions.map((value) => ({ value, text: t(`${key}.decide.${value}`) })) },
    { name: "reason", kind: "area", hint: true },
  ];
  const { summary, form } = officeForm(request, {
    key,
    action: `${address}/${one.no}`,
    fields,
    submit: `${key}.do`,
    values,
    error,
  });
  const row = (text: string, value: string) => ({ key: { text }, value: { text: value } });
  const rows = [
    row(t("invoice.field.number"), one.number),
    row(t("invoice.field.term"), termName(request, one.term)),
    row(t("invoice.field.prize"), `${t(`invoice.prize.${one.prize}`)} ${money(request, one.amount)}`),
    row(t(`${key}.cause`), `${t(`invoice.action.${one.cause}`)} ${dayText(request, one.at)}`),
    row(t(`${key}.payment`), t(`${key}.${one.paid ? "paid" : "unpaid"}`)),
    row(t(`${key}.state`), t(`${key}.state.${one.state}`)),
  ];
  const content = html`${summary}<h1>${one.number}</h1>${summaryList({ rows })}${one.state === "open" && form}`;
  return {
    title: one.number,
    content,
    path: officeTrail(request, { href: address, text: t(`${key}.title`) }),
    ...failedAs(error),
  };
}
