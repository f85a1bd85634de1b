import { button, hero, insetText } from "@troad/design";
import type { EidApi, MandateQuestion } from "@troad/eid/api";
import { html } from "@troad/html";
import { type ModuleContext, seeOther, taipeiDate } from "@troad/kernel";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import { hidden, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { mayActAs, type Ward } from "../domain/responsibility.ts";
import { proofingFailure } from "../errors.ts";
import { type AskOf, signInNumber } from "../registers.ts";

export type Parts = {
  ctx: ModuleContext;
  eid: EidApi;
  people: Pick<PeopleApi, "inForce" | "personNamed">;
  ask: AskOf;
  site: Site;
};
type Ticket = { Params: { ticket: string } };

const wardFields = ["birthDate", "father", "mother", "guardian", "responsibility", "status"];

/** For whom someone acts in a sign-in: themselves, or one of those whose mandate they hold; the register is asked at that moment. */
export function actForPages(app: FastifyInstance, parts: Parts): void {
  const { eid, people, site } = parts;
  const question = async (ticket: string): Promise<MandateQuestion> => {
    const found = await eid.mandateQuestion(ticket.slice(0, 100));
    if (!found) throw proofingFailure("proofing.question-over");
    return found;
  };
  const held = ({ subject, service }: MandateQuestion): Promise<MandateInForce[]> =>
    people.inForce({ holder: subject, ...(service === null ? {} : { service }) });

  app.get<Ticket>(
    "/act-for/:ticket",
    hidden,
    site.open(async (request) => {
      const { ticket } = request.params as { ticket: string };
      const asked = await question(ticket);
      return page(request, ticket, asked, await held(asked), undefined);
    }),
  );

  app.post<Ticket & { Body: { mandate?: string } | undefined }>(
    "/act-for/:ticket",
    hidden,
    site.open(async (request, _session, reply) => {
      const { ticket } = request.params as { ticket: string };
      const asked = await question(ticket);
      const chosen = (request.body as { mandate?: string } | undefined)?.mandate;
      const mandates = await held(asked);
      if (chosen === "self") return seeOther(reply, (await eid.answerMandate({ ticket, mandate: null })).location);
      // one that ended while the page was open is no longer among them
      const one = mandates.find(({ id }) => id === chosen);
      const error = one
        ? await fault(parts, asked, one, signInNumber(ticket))
        : chosen === undefined
          ? "proofing.act-for.choose"
          : "proofing.may-not-act";
      if (!one || error) return page(request, ticket, asked, mandates, error);
      const { id, kind, principal, until } = one;
      const mandate = { id, kind, subject: principal.subject, name: principal.name, until };
      return seeOther(reply, (await eid.answerMandate({ ticket, mandate })).location);
    }),
  );
}

/** Why someone may not act by this mandate now; undefined where they may. */
async function fault(
  { ctx, eid, ask }: Parts,
  { subject }: MandateQuestion,
  { kind, principal }: MandateInForce,
  matter: string,
): Promise<string | undefined> {
  if (kind !== "parent" && kind !== "guardian") return undefined;
  const holder = await eid.person(subject);
  const ward = await ask("person", principal.number, wardFields, matter);
  if (ward === undefined) return "proofing.not-answered";
  const may = holder && ward && mayActAs(kind, holder.nationalId, ward as Ward, taipeiDate(ctx.clock.now()));
  return may ? undefined : "proofing.may-not-act";
}

function page(
  request: FastifyRequest,
  ticket: string,
  asked: MandateQuestion,
  mandates: readonly MandateInForce[],
  error: string | undefined,
): View {
  const { t, lang } = request;
  const ui = uiOf(request);
  const inLanguage = (text: { en: string; "zh-Hant": string }): string => (lang === "zh-Hant" ? text["zh-Hant"] : text.en);
  const title = t("proofing.act-for.title");
  const message = error && t(error === "proofing.act-for.choose" ? error : `error.${error}`);
  const choices = ui.radios({
    name: "mandate",
    fieldset: { legend: { text: t("proofing.act-for.which"), classes: "tr-fieldset__legend--s" } },
    items: [
      { value: "self", text: t("proofing.act-for.self") },
      ...mandates.map(({ id, kind, principal }) => ({
        ...{ value: id, text: principal.name, hint: { text: t(`proofing.kind.${kind}`) } },
      })),
    ],
    ...(message ? { errorMessage: { text: message } } : {}),
  });
  const lead = t("proofing.act-for.lead", { service: inLanguage(asked.client) });
  const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#mandate" }] })}
    ${hero({ title: { text: title }, lead: { text: lead } })}
    ${insetText({ text: inLanguage(asked.purpose) })}
    <form method="post" action="/act-for/${ticket}" novalidate>${choices}
    ${button({ text: t("proofing.act-for.go"), preventDoubleClick: true })}</form>`;
  return { title, content, path: [], ...(message ? { isError: true, status: 422 } : {}) };
}
