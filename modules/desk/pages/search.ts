import { button, emptyState, insetText, lineList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { asked, hidden, reasonOf, registerRole, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Asked, Hit } from "../ask.ts";
import { mustExplain } from "../pace.ts";
import { type Parts, pageFailure } from "../parts.ts";
import { keyField, type OfficersRegister } from "../registers.ts";
import { addressOf, fieldName, matterOf, type Shown, valueText } from "./values.ts";

const leastCharacters = 2;
const mostCharacters = 120;
const hitsAPage = 20;

/** What the form holds. */
type Chosen = { register: OfficersRegister; reach: readonly OfficersRegister[]; by: string; text: string };
/** Why there is no answer: beside the field, or for the page as a whole. */
export type Faults = { status: number; field?: string; page?: string; mustExplain?: boolean };

export const faulty = (code: string): { ok: false; code: string } => ({ ok: false, code });
const besideField = new Set(["key.invalid", "subject.invalid", "search.invalid"]);
/** A refusal of the register or of the road, where it belongs on the page. */
export const faults = (request: FastifyRequest, code: string): Faults =>
  besideField.has(code)
    ? { status: 400, field: request.t(`desk.fault.${code}`) }
    : code === mustExplain
      ? { status: 429, page: request.t("desk.explain.stopped"), mustExplain: true }
      : { status: 503, page: reasonOf(request, code) };

/** Officers search a register by what it is searched by, or go to a record by its key. */
export function searchPages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/registers",
    hidden,
    parts.site.signedIn([registerRole], async (request, session, reply) => {
      const chosen = chosenIn(parts, request, session);
      if (!Object.hasOwn(request.query as object, "text")) return searchView(parts, request, chosen);
      return found(parts, request, { session, reply, chosen });
    }),
  );
}

function chosenIn(parts: Parts, request: FastifyRequest, session: Session): Chosen {
  const reach = parts.registersOf(session);
  const wanted = asked(request, "register");
  const register = wanted === "" ? reach[0] : reach.find(({ id }) => id === wanted);
  if (!register) throw pageFailure(reach.length === 0 ? "desk.no-register" : "desk.register-unknown");
  const by = waysOf(register).find((one) => one === asked(request, "by")) ?? waysOf(register)[0] ?? "key";
  return { register, reach, by, text: asked(request, "text", mostCharacters + 1) };
}

/** What a register is found by: fields that officers search, and the key. */
const waysOf = ({ search, paths }: OfficersRegister): string[] => [...(paths.has("/search") ? (search?.by ?? []) : []), "key"];

type Searching = { session: Session; reply: FastifyReply; chosen: Chosen };

async function found(parts: Parts, request: FastifyRequest, { session, reply, chosen }: Searching): Promise<View | FastifyReply> {
  const { t } = request;
  const { register, by, text } = chosen;
  const length = [...text].length;
  if (length < leastCharacters)
    return searchView(parts, request, chosen, { status: 400, field: t("desk.fault.short", { least: leastCharacters }) });
  if (length > mostCharacters)
    return searchView(parts, request, chosen, { status: 400, field: t("desk.fault.long", { most: mostCharacters }) });
  if (by === "key") return seeOther(reply, addressOf(request, register, text.normalize("NFKC").toUpperCase().replace(/\s/g, "")));
  const [term, key] = [asked(request, "term", 200), asked(request, "key", 40)];
  const after = term !== "" && key !== "" ? { after: { term, key } } : {};
  const answer = await parts.ask(session, register, "/search", {
    ...{ body: { by, text, limit: hitsAPage, ...after }, issue: matterOf(request) },
  });
  if (!answer.ok) return searchView(parts, request, chosen, faults(request, answer.code));
  return searchView(parts, request, chosen, undefined, hitsView(parts, request, chosen, answer));
}

function hitsView(parts: Parts, request: FastifyRequest, chosen: Chosen, { answer }: Asked<"/search"> & { ok: true }): Html {
  const { t } = request;
  const { hits, after } = answer;
  if (hits.length === 0) return emptyState({ title: t("desk.none") });
  const lines = hits.map((hit) => lineOf({ parts, request, ...chosen }, hit));
  const query = after && new URLSearchParams({ ...queryOf(chosen), case: matterOf(request), term: after.term, key: after.key });
  const next =
    query &&
    html`<nav class="tr-pagination" aria-label="${t("web.list.pages")}"><a class="tr-pagination__link" rel="next" href="/registers?${query.toString()}"><span
      class="tr-pagination__link-title">${t("web.list.next")}</span></a></nav>`;
  return html`<h2>${t("desk.hits")}</h2>${lineList(lines, { label: t("desk.hits") })}${next}`;
}

const queryOf = ({ register, by, text }: Chosen): Record<string, string> => ({ register: register.id, by, text });

function lineOf(shown: Shown, { key, shown: data }: Hit) {
  const { register, request } = shown;
  const colon = request.t("web.colon");
  const fields = (register.search?.shows ?? []).flatMap((name) => register.fields.find((field) => field.name === name) ?? []);
  const [first, ...rest] = fields.map((field) => ({
    name: fieldName(shown, field.name),
    value: valueText(shown, field, data[field.name]),
  }));
  return {
    href: addressOf(request, register, key),
    title: first?.value ?? key,
    lead: `${keyName(shown)}${colon}${key}`,
    meta: rest.map(({ name, value }) => `${name}${colon}${value}`).join(request.t("desk.separator")),
  };
}

/** What the key is called: a field of the register, or its own text. */
function keyName(shown: Shown): string {
  const field = keyField(shown.register);
  const name = fieldName(shown, field);
  return name === field ? shown.request.t("desk.by.key") : name;
}

/** The form, and below it the hits. */
export function searchView(parts: Parts, request: FastifyRequest, chosen: Chosen, fault?: Faults, hits?: Html): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("desk.title");
  const summary =
    fault &&
    html`${fault.field && ui.errorSummary({ errorList: [{ text: fault.field, href: "#text" }] })}${
      fault.page && ui.warningText({ text: fault.page })
    }${fault.mustExplain && html`<p><a class="tr-link" href="/registers/explain">${t("desk.explain.title")}</a></p>`}`;
  return {
    title,
    path: [],
    content: html`${summary}<h1>${title}</h1><p class="tr-lead">${t("desk.lead")}</p>
      ${insetText({ text: t("desk.recorded") })}${registerLinks(parts, request, chosen)}${form(parts, request, chosen, fault?.field)}${hits}`,
    ...(fault ? { status: fault.status, isError: fault.field !== undefined } : {}),
  };
}

function registerLinks(parts: Parts, request: FastifyRequest, { register, reach }: Chosen): Html {
  const name = ({ provider }: OfficersRegister): string => parts.names.dataSet(request.lang, provider);
  const line = (one: OfficersRegister): Html =>
    one === register
      ? html`<li aria-current="true"><strong>${name(one)}</strong></li>`
      : html`<li><a class="tr-link" href="/registers?register=${one.id}">${name(one)}</a></li>`;
  const counted = reach.some(({ paths }) => paths.has("/statistics"));
  const statistics =
    counted && html`<li><a class="tr-link" href="/registers/statistics">${request.t("desk.statistics.title")}</a></li>`;
  return html`<nav aria-label="${request.t("desk.register")}"><ul class="tr-list">${reach.map(line)}${statistics}</ul></nav>`;
}

function form(parts: Parts, request: FastifyRequest, { register, reach, by, text }: Chosen, problem: string | undefined): Html {
  const { t } = request;
  const ui = uiOf(request);
  const shown = { parts, request, register, reach };
  const items = waysOf(register).map((one) => ({ value: one, text: one === "key" ? keyName(shown) : fieldName(shown, one) }));
  const ways = ui.select({ id: "by", name: "by", label: { text: t("desk.by") }, items, value: by });
  const what = ui.input({
    ...{ id: "text", name: "text", type: "search", autocomplete: "off", spellcheck: false },
    label: { text: t("desk.text") },
    hint: { text: t("desk.text-hint", { least: leastCharacters }) },
    value: text.slice(0, mostCharacters),
    ...(problem ? { errorMessage: { text: problem } } : {}),
  });
  const matter = ui.input({
    ...{ id: "case", name: "case", autocomplete: "off", spellcheck: false },
    ...{ label: { text: t("desk.case") }, hint: { text: t("desk.case-hint") }, value: matterOf(request) },
  });
  return html`<form class="tr-filters" method="get" action="/registers" novalidate><input type="hidden" name="register" value="${register.id}">
    ${ways}${what}${matter}<div class="tr-filters__actions">${button({ text: t("desk.search") })}</div></form>`;
}
