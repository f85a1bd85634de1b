import { formatDate, formatMoney, formatPercent } from "@troad/design";
import { agreementFolders, agreementsSchema, readRoad } from "@troad/directory";
import { type ServiceDefinition, serviceSchema } from "@troad/flow";
import { type Field, type FieldErrorCode, fieldMessages, messageKey } from "@troad/forms";
import type { ModuleContext, TextParams, Texts } from "@troad/kernel";
import Type from "typebox";

/** A service in the form that pages need. */
export type ServiceItem = {
  id: string;
  agency: string;
  lifeEvent: string;
  /** `byLaw`: the text of the article that allows the read; without it the applicant agrees. */
  sources: { id: string; provider: string; fields: string[]; byLaw?: string }[];
  /** A rule says how long documents of its cases are kept, so that there may be some. */
  keepsDocuments: boolean;
  /** It has steps of its own for what may follow the end, such as an objection. */
  hasRemedies: boolean;
  /** Nothing weaker than this is taken from those who apply, sign or answer. */
  proof?: "card";
  /** How others may apply for the applicant. */
  represented: readonly string[];
};

type Named = {
  value: Pick<
    ServiceDefinition,
    "agency" | "lifeEvent" | "parties" | "sources" | "certificates" | "law" | "documents" | "remedies" | "proof"
  >;
  text: Record<string, Record<string, string>>;
};

export type ServiceNames = ReturnType<typeof serviceNamesOf>;

/** The services of content: their names and life events, and how to show their values. */
export function serviceNamesOf(ctx: Pick<ModuleContext, "content" | "texts">) {
  const { instance } = readRoad(ctx.content);
  const items = ctx.content.read("services", "service.json", serviceSchema);
  const events = ctx.content.read("life-events", "life-event.json", Type.Object({}));
  const agreements = new Map(
    agreementFolders.flatMap((folder) =>
      ctx.content
        .read(folder, "agreements.json", agreementsSchema)
        .flatMap(({ value, text }) => value.map((one) => [one.id, { text, purpose: one.purpose }] as const)),
    ),
  );
  /** By id; a module that keeps services as they were adds those by a name of its own. */
  const byId = new Map<string, Named>(items.map((item) => [item.id, item]));
  /** Texts also of what is listed and has no steps: nothing is applied for, but visits are booked for it. */
  const listed = new Map(ctx.content.read("services", "listing.json", Type.Object({})).map((one) => [one.id, one.text]));
  /** The statements on a service's certificate, in order. */
  const statementsOf = (service: string) =>
    Object.values(byId.get(service)?.value.certificates ?? {}).flatMap(({ statements }) => statements);
  const itemOf = (id: string, value: Named["value"]): ServiceItem => ({
    id,
    agency: value.agency,
    lifeEvent: value.lifeEvent,
    keepsDocuments: value.documents !== undefined,
    hasRemedies: value.remedies !== undefined,
    ...(value.proof ? { proof: value.proof } : {}),
    represented: Object.values(value.parties).flatMap((party) => (party.kind === "applicant" ? (party.represented ?? []) : [])),
    sources: value.sources.map((source) => ({
      id: source.id,
      provider: `${instance}/${source.provider}`,
      fields: source.fields,
      ...(source.byLaw === undefined ? {} : { byLaw: source.byLaw }),
    })),
  });
  const services = items.map(({ id, value }) => itemOf(id, value));
  const text = (lang: string, service: string, key: string, params?: TextParams): string => {
    const known = byId.get(service)?.text ?? listed.get(service);
    return known ? ctx.texts.pick(known, lang, key, params) : key;
  };
  const valueText = (lang: string, service: string, key: string, value: unknown): string => {
    const statement = statementsOf(service).find(({ id }) => id === key);
    switch (statement?.as) {
      case "money":
        return formatMoney(Number(value), lang);
      case "percent":
        return formatPercent(shareOf(value), lang);
      case "date":
        return formatDate(String(value), { lang });
      case "code":
        return text(lang, service, `${statement.label}.${String(value)}`);
      default:
        return String(value ?? "");
    }
  };
  return {
    services,
    /** What is known under a name: an id, or one that was added. */
    find: (name: string): ServiceItem | undefined => {
      const item = byId.get(name);
      return item && itemOf(name, item.value);
    },
    add: (name: string, item: Named): void => {
      byId.set(name, item);
    },
    text,
    valueText,
    statementLabel: (lang: string, service: string, key: string): string => {
      const statement = statementsOf(service).find(({ id }) => id === key);
      return statement ? text(lang, service, statement.label) : key;
    },
    /** Why an exchange was made: the service, and the purpose in its data agreement. */
    purposeOf: (lang: string, agreement: string | null): string | undefined => {
      const agreed = agreement ? agreements.get(agreement) : undefined;
      if (!agreed) return undefined;
      const say = (key: string): string => ctx.texts.pick(agreed.text, lang, key);
      return `${say("name")}${ctx.texts.translator(lang)("web.colon")}${say(agreed.purpose)}`;
    },
    /** The error in an answer, by the name of its question. */
    fieldErrorText: (
      lang: string,
      error: { code: string; params?: Record<string, string | number> },
      field: { type: Field["type"]; label: string },
    ): string => fieldErrorText(ctx.texts, lang, { ...error, code: error.code as FieldErrorCode }, field),
    /** The text of a service that not every service has; undefined if this one lacks it. */
    ownText: (lang: string, service: string, key: string): string | undefined => {
      const found = text(lang, service, key);
      return found === key ? undefined : found;
    },
    /** The outcome in figures: the statements calculated by the law; of what an officer decided it may have calculated nothing yet. */
    figuresOf: (lang: string, service: string, values: Record<string, unknown>): { key: string; value: string }[] =>
      statementsOf(service)
        .filter(({ from }) => from.startsWith("law.") && values[from.slice(4)] !== undefined)
        .map(({ id, label, from }) => ({
          key: text(lang, service, label),
          value: valueText(lang, service, id, values[from.slice(4)]),
        })),
    lifeEventName: (lang: string, id: string): string => {
      const event = events.find((one) => one.id === id);
      return event ? ctx.texts.pick(event.text, lang, "name") : id;
    },
    outcomeOf: (service: string, values: Record<string, unknown>): string | undefined => {
      const variable = byId.get(service)?.value.law?.outcome;
      const value = variable ? values[variable] : undefined;
      return typeof value === "string" ? value : undefined;
    },
  };
}

/** What is wrong with an answer, by the name of its question: several of one page can be told apart. */
export const fieldErrorText = (
  texts: Pick<Texts, "pick">,
  lang: string,
  { code, params }: { code: FieldErrorCode; params?: Record<string, string | number> },
  { type, label }: { type: Field["type"]; label: string },
): string => texts.pick(fieldMessages, lang, messageKey(type, code), { ...shownParams(lang, type, params), label });

/** Bounds in readable form: amounts with their unit, dates. */
const shownParams = (lang: string, type: Field["type"], params: Record<string, string | number> = {}) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (type === "money" && typeof value === "number") return [name, formatMoney(value, lang)];
      return [name, type === "date" && typeof value === "string" ? formatDate(value, { lang }) : value];
    }),
  );

/** A rate as the law engine gives it, `0.6` or `3/5`, as a number. */
function shareOf(value: unknown): number {
  const [above = "0", below = "1"] = String(value).split("/");
  return Number(above) / Number(below);
}
