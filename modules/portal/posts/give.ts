import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { CodedError, seeOther, taipeiDate } from "@troad/kernel";
import type { PostHeld } from "@troad/people/api";
import { hidden, type OwnError, ownForm, postedKey, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { address, appointers, areaText, officeText, type PostParts } from "./parts.ts";
import { termOf } from "./term.ts";

type Shown = { offices: readonly PostHeld[]; values: Record<string, unknown>; errors: readonly OwnError[]; key: string };

const officeKey = ({ role, agency }: PostHeld): string => `${role}.${agency ?? ""}`;

/** Codes of places in which one of these offices may be given; the empty one is everywhere. */
function areasOf({ places }: PostParts, offices: readonly PostHeld[]): Set<string> {
  const counties = places.counties("zh-Hant").map(({ code }) => code);
  const all = [...counties, ...places.codes, ...offices.flatMap(({ area }) => area ?? [])];
  return new Set(all.filter((code) => offices.some(({ area }) => area === null || code.startsWith(area))));
}

const fieldsFor = (offices: readonly PostHeld[]): Field[] => [
  { type: "national-id", name: "nationalId", label: "portal.posts.national-id" },
  { type: "text", name: "name", label: "portal.posts.name", hint: "portal.posts.name-hint", maxLength: 100 },
  {
    ...{ type: "choice", name: "office", label: "portal.posts.office" },
    options: [...new Set(offices.map(officeKey))].map((value) => ({ value, label: value })),
  },
  { type: "text", name: "area", label: "portal.posts.area", maxLength: 12, required: false },
  { type: "date", name: "since", label: "portal.posts.first-day", min: "today" },
  { type: "date", name: "until", label: "portal.posts.last-day", hint: "portal.posts.last-day-hint", required: false },
];

/** Gives a post: to whom, as what, where and until when. The person is named twice, so that a mistyped number meets nobody. */
export function giveForm(app: FastifyInstance, parts: PostParts): void {
  const { ctx, site, people } = parts;
  app.get(
    `${address}/give`,
    hidden,
    site.signedIn(appointers, async (request, { subject }) => {
      const values = { since: taipeiDate(ctx.clock.now()) };
      return page(parts, request, { offices: await people.giverOf(subject), values, errors: [], key: ctx.ids.uuid() });
    }),
  );
  app.post(
    `${address}/give`,
    hidden,
    site.signedIn(
      appointers,
      async (request, session, reply) => {
        const offices = await people.giverOf(session.subject);
        const key = postedKey(request, ctx.ids);
        const given = await give(parts, request, session, { offices, key });
        if ("id" in given) return seeOther(reply, `${address}/${given.id}`);
        const values = (request.body ?? {}) as Record<string, unknown>;
        return { ...page(parts, request, { offices, values, errors: given.errors, key }), status: 422, isError: true };
      },
      { returnTo: () => `${address}/give` },
    ),
  );
}

/** What stands against the appointment, or the post. */
async function give(
  parts: PostParts,
  request: FastifyRequest,
  { subject: by }: Session,
  { offices, key }: Pick<Shown, "offices" | "key">,
): Promise<{ errors: OwnError[] } | { id: string }> {
  const parsed = ownForm(parts.ctx, fieldsFor(offices)).parse(request.body);
  if ("errors" in parsed) return parsed;
  const { nationalId, name, office, area = "", since, until } = parsed.values;
  const chosen = offices.filter((one) => officeKey(one) === office);
  const wrong = (field: string, code: string) => ({ errors: [{ field, code }] });
  const isAllowed = area === "" ? chosen.some((one) => one.area === null) : areasOf(parts, chosen).has(String(area));
  if (!isAllowed || !chosen[0]) return wrong("area", "portal.area-not-yours");
  if (until !== undefined && String(until) < String(since)) return wrong("until", "people.term-invalid");
  const person = await parts.people.personNamed({ nationalId: String(nationalId), name: String(name) });
  if (!person) return wrong("nationalId", "people.person-unknown");
  const term = termOf(String(since), until === undefined ? undefined : String(until));
  const { role, agency } = chosen[0];
  const post = { subject: person.subject, role, agency, area: area === "" ? null : String(area), ...term };
  try {
    return await parts.people.appoint({ key: `form ${key}`, by, post });
  } catch (error) {
    // an officer gives themselves nothing
    if (error instanceof CodedError && error.code === "people.may-not-appoint") return wrong("nationalId", error.code);
    throw error;
  }
}

function page(parts: PostParts, request: FastifyRequest, { offices, values, errors, key }: Shown): View {
  const { t } = request;
  const title = t("portal.posts.give");
  const named = new Map(offices.map((office) => [officeKey(office), officeText(parts, request, office)]));
  const only = named.size === 1 ? { office: [...named.keys()][0] } : {};
  const draw = { area: (error: string | undefined) => areaSelect(parts, request, offices, values.area, error) };
  const form = ownForm(parts.ctx, fieldsFor(offices)).html(request, { values: { ...only, ...values }, errors, named, draw });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("portal.posts.give-lead")}</p>
    <form method="post" action="${address}/give" novalidate><input type="hidden" name="key" value="${key}">${form.fields}
    ${button({ text: t("portal.posts.give") })}</form>`;
  return { title, content, path: [{ href: address, text: t("portal.posts.title") }] };
}

/** Counties with their districts, as far as the officer's own area goes. */
function areaSelect(
  parts: PostParts,
  request: FastifyRequest,
  offices: readonly PostHeld[],
  value: unknown,
  error: string | undefined,
): Html {
  const { t, lang } = request;
  const own = areasOf(parts, offices);
  const item = (code: string) => ({ value: code, text: areaText(parts, request, code) });
  const counties = parts.places.counties(lang).flatMap(({ code, name, districts }) => {
    const items = [code, ...districts.map((one) => one.code)].filter((one) => own.has(one)).map(item);
    return items.length === 0 ? [] : [{ heading: name, items }];
  });
  // an area that is no place of content, such as that of several counties
  const listed = new Set(counties.flatMap(({ items }) => items.map((one) => one.value)));
  const others = [...own].filter((code) => !listed.has(code)).map(item);
  const all = offices.some(({ area }) => area === null) ? [{ value: "", text: t("portal.posts.everywhere") }] : [];
  return uiOf(request).select({
    ...{ id: "area", name: "area", label: { text: t("portal.posts.area"), classes: "tr-label--m" } },
    value: typeof value === "string" ? value : "",
    items: [...all, ...others, ...counties],
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
  });
}
