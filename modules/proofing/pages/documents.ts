import { button, hero, panel } from "@troad/design";
import { html } from "@troad/html";
import { hidden, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { signInNumber } from "../registers.ts";
import type { Parts } from "./act-for.ts";

type Ticket = { Params: { ticket: string } };
type Form = { nationalId?: unknown; card?: unknown; issued?: unknown; household?: unknown };
const typed = (value: unknown, most = 30): string => (typeof value === "string" ? value.trim().slice(0, most) : "");
/** A day as people type it: 2020-01-02, 2020/1/2, or with the year of the Republic. */
export function dayIn(text: string): string | undefined {
  const [, year = "", month = "", day = ""] = /^(\d{2,4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (year === "") return undefined;
  const full = year.length === 4 ? year : String(Number(year) + 1911);
  return `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/**
 * Who someone is by the number of their NHI card and, of the household register, the issue date of the identity card or the household number. All
 * registers are asked in every case, and the answer never says which of the numbers was wrong, or that a person is not known.
 */
export function documentPages(app: FastifyInstance, parts: Parts): void {
  const { eid, ask, site } = parts;
  const ticketOf = (request: FastifyRequest): string => (request.params as { ticket: string }).ticket.slice(0, 100);

  app.get<Ticket>(
    "/prove-documents/:ticket",
    hidden,
    site.open(async (request) => form(request, ticketOf(request), {}, false)),
  );

  app.post<Ticket & { Body: Form | undefined }>(
    "/prove-documents/:ticket",
    hidden,
    site.open(async (request) => {
      const given = (request.body ?? {}) as Form;
      const ticket = ticketOf(request);
      const nationalId = typed(given.nationalId, 10).toUpperCase();
      const may = await eid.tryDocuments({ ticket, nationalId });
      const right = may && (await isRight(nationalId, given, signInNumber(ticket)));
      const answer = await eid.answerDocuments({ ticket, nationalId, right });
      return answer ? done(request, answer.location) : form(request, ticket, given, true);
    }),
  );

  async function isRight(nationalId: string, { card, issued, household }: Form, matter: string): Promise<boolean> {
    const [nhi, idCard, person] = await Promise.all([
      ask("nhiCard", nationalId, ["cardNo", "state"], matter),
      ask("idCard", nationalId, ["issuedOn", "state"], matter),
      ask("person", nationalId, ["householdNo", "status"], matter),
    ]);
    const hasCard = nhi?.state === "valid" && nhi.cardNo === typed(card).replaceAll(/\D/g, "");
    const day = dayIn(typed(issued));
    const hasDay = day !== undefined && idCard?.state === "valid" && idCard.issuedOn === day;
    const no = typed(household).toUpperCase();
    const hasHousehold = no !== "" && person?.householdNo === no;
    return hasCard && person?.status === "present" && (hasDay || hasHousehold);
  }
}

function form(request: FastifyRequest, ticket: string, given: Form, isWrong: boolean): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("proofing.documents.title");
  const message = isWrong ? t("proofing.documents.wrong") : undefined;
  const field = (name: keyof Form, most: number, more: object = {}) =>
    ui.input({
      ...{ name, label: { text: t(`proofing.documents.${name}`) }, hint: { text: t(`proofing.documents.${name}-hint`) } },
      ...{ classes: "tr-input--width-20", autocomplete: "off", attributes: { maxlength: most } },
      ...(name === "nationalId" ? { value: typed(given.nationalId, 10) } : {}),
      ...more,
    });
  const content = html`${message && ui.errorSummary({ errorList: [{ text: message, href: "#nationalId" }] })}
    ${hero({ title: { text: title }, lead: { text: t("proofing.documents.lead") } })}
    <form method="post" action="/prove-documents/${ticket}" novalidate>
      ${field("nationalId", 10, message ? { errorMessage: { text: message } } : {})}${field("card", 14)}
      ${field("issued", 10)}${field("household", 20)}
      ${button({ text: t("proofing.documents.go"), preventDoubleClick: true })}</form>`;
  return { title, content, path: [], ...(isWrong ? { isError: true, status: 422 } : {}) };
}

/** A link, since browsers would not let this form lead on to the service's own address. */
function done({ t }: FastifyRequest, location: string): View {
  const title = t("proofing.documents.done");
  const content = html`${panel({ titleText: title, text: t("proofing.documents.done-lead") })}
    <p>${button({ text: t("proofing.documents.continue"), href: location })}</p>`;
  return { title, content, path: [] };
}
