import { button, emptyState, section, summaryList, tag } from "@troad/design";
import type { ClientRecord, ClientRegistration } from "@troad/eid/api";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { CodedError, kernelFailure, seeOther } from "@troad/kernel";
import { hidden, type OwnError, ownForm, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type DeveloperPages, type Organisation, organisationsOf, textIn } from "./parts.ts";

const address = "/developers/clients/apply";
const claims = ["name", "national_id"] as const;
const optional = { required: false } as const;

const choice = (name: string, options: readonly string[], prefix: string): Field => ({
  ...{ type: "choice", name, label: `portal.clients.${name}` },
  options: options.map((value) => ({ value, label: prefix === "" ? value : `portal.clients.${prefix}.${value}` })),
});
const text = (name: string, most: number, more: object = {}): Field =>
  ({ type: "text", name, label: `portal.clients.${name}`, maxLength: most, ...more }) as Field;

const fieldsFor = (organisations: readonly Organisation[]): Field[] => [
  choice(
    "organisation",
    organisations.map(({ id }) => id),
    "",
  ),
  ...[text("nameEn", 100), text("nameZh", 100), choice("profile", ["basic", "fapi2"], "profile")],
  choice("auth", ["private_key_jwt", "client_secret_basic", "client_secret_post"], "auth"),
  text("redirectUri", 500, { hint: "portal.clients.redirectUri-hint" }),
  ...[text("signedOutUri", 500, optional), text("logoutUri", 500, optional)],
  text("key", 2_000, { ...optional, hint: "portal.clients.key-hint" }),
  {
    ...{ type: "choices", name: "claims", label: "portal.clients.claims", required: false },
    options: claims.map((value) => ({ value, label: `portal.clients.claim.${value}` })),
  },
  ...[text("purposeEn", 300, optional), text("purposeZh", 300, optional)],
  text("law", 200, { ...optional, hint: "portal.clients.law-hint" }),
];

/** A service applies to use the eID: who it is, where people return, and what it wants to know, for which purpose and by which law. */
export function applyPages(app: FastifyInstance, parts: DeveloperPages): void {
  const { site, eid } = parts;
  app.get(
    "/developers/clients",
    hidden,
    site.signedIn("anybody", async (request, { subject }) => listPage(request, await eid.clients({ by: subject, limit: 100 }))),
  );
  app.get(
    address,
    hidden,
    site.signedIn("anybody", async (request, session) => formPage(parts, request, await organisationsOf(parts, session), {}, [])),
  );
  app.post(
    address,
    hidden,
    site.signedIn(
      "anybody",
      async (request, session, reply) => {
        const organisations = await organisationsOf(parts, session);
        const applied = await apply(parts, request, session, organisations);
        if ("client" in applied) return seeOther(reply, `/developers/clients/${applied.client}`);
        const values = (request.body ?? {}) as Record<string, unknown>;
        return { ...formPage(parts, request, organisations, values, applied.errors), status: 422, isError: true };
      },
      { returnTo: () => address },
    ),
  );
  app.get(
    "/developers/clients/:client",
    hidden,
    site.signedIn("anybody", async (request, { subject }) => {
      const record = await eid.client((request.params as { client: string }).client.slice(0, 100));
      if (record?.appliedBy !== subject) throw kernelFailure("request.not-found");
      return clientPage(request, record, await eid.clientSecret({ client: record.client, by: subject }));
    }),
  );
}

async function apply(
  { ctx, eid }: DeveloperPages,
  request: FastifyRequest,
  { subject }: Session,
  organisations: readonly Organisation[],
): Promise<{ client: string } | { errors: OwnError[] }> {
  const parsed = ownForm(ctx, fieldsFor(organisations)).parse(request.body);
  if ("errors" in parsed) return parsed;
  const { values } = parsed;
  const said = (name: string): string => String(values[name] ?? "").trim();
  const key = keyIn(said("key"));
  if (key === undefined) return { errors: [{ field: "key", code: "portal.key-unreadable" }] };
  const wanted = Array.isArray(values.claims) ? values.claims.map(String) : [];
  const purpose = { en: said("purposeEn"), "zh-Hant": said("purposeZh") };
  if (wanted.length > 0 && (purpose.en === "" || purpose["zh-Hant"] === ""))
    return { errors: [{ field: "purposeEn", code: "portal.purpose-missing" }] };
  const registration: ClientRegistration = {
    organisation: organisations.find(({ id }) => id === said("organisation"))!,
    name: { en: said("nameEn"), "zh-Hant": said("nameZh") },
    profile: said("profile") === "fapi2" ? "fapi2" : "basic",
    auth: said("auth") as ClientRegistration["auth"],
    redirectUris: [said("redirectUri")],
    postLogoutRedirectUris: said("signedOutUri") === "" ? [] : [said("signedOutUri")],
    backchannelLogoutUri: said("logoutUri") || null,
    keys: key,
    ...{ encrypted: false, phone: false, mandates: null },
    claims: claims.flatMap((claim) => (wanted.includes(claim) ? [{ claim, purpose, law: said("law") || null }] : [])),
  };
  try {
    return await eid.applyForClient({ client: null, by: subject, registration });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "eid.client-invalid") throw error;
    return { errors: [{ field: fieldOf[String(error.params?.fault)] ?? "organisation", code: `portal.${error.params?.fault}` }] };
  }
}

const fieldOf: Record<string, string> = {
  "claim-without-law": "law",
  "address-not-https": "redirectUri",
  "key-missing": "key",
  "key-private": "key",
  "profile-needs-key": "auth",
};

/** A public JWK or a set of them; nothing typed is none, and what cannot be read is undefined. */
function keyIn(typed: string): ClientRegistration["keys"] | undefined {
  if (typed === "") return [];
  try {
    const read = JSON.parse(typed) as { keys?: unknown; kty?: unknown };
    const keys = Array.isArray(read.keys) ? read.keys : [read];
    return keys.every((one) => typeof (one as { kty?: unknown })?.kty === "string")
      ? (keys as ClientRegistration["keys"])
      : undefined;
  } catch {
    return undefined;
  }
}

const above = ({ t }: FastifyRequest) => [{ href: "/developers", text: t("portal.developers.title") }];

function formPage(
  { ctx }: DeveloperPages,
  request: FastifyRequest,
  organisations: readonly Organisation[],
  values: Record<string, unknown>,
  errors: readonly OwnError[],
): View {
  const { t, lang } = request;
  const title = t("portal.clients.apply");
  if (organisations.length === 0)
    return { title, content: html`<h1>${title}</h1>${emptyState({ title: t("portal.clients.nobody") })}`, path: above(request) };
  const named = new Map(organisations.map(({ id, name }) => [id, textIn(name, lang)]));
  const form = ownForm(ctx, fieldsFor(organisations)).html(request, { values, errors, named });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("portal.clients.apply-lead")}</p>
    <form method="post" action="${address}" novalidate>${form.fields}${button({ text: t("portal.clients.send"), preventDoubleClick: true })}</form>`;
  return { title, content, path: above(request) };
}

const tones = { submitted: "tr-tag--amber", approved: "tr-tag--green", refused: "tr-tag--red", closed: "tr-tag--red" } as const;
export const stateTag = ({ t }: FastifyRequest, { state }: Pick<ClientRecord, "state">) =>
  tag({ text: t(`portal.clients.state.${state}`), classes: tones[state] });

function listPage(request: FastifyRequest, records: readonly ClientRecord[]): View {
  const { t, lang } = request;
  const title = t("portal.clients.title");
  const lines = records.map(
    (record) =>
      html`<li class="tr-lines__item"><a class="tr-lines__link" href="/developers/clients/${record.client}">${textIn(record.registration.name, lang)}</a>
        ${stateTag(request, record)}</li>`,
  );
  const content = html`<h1>${title}</h1><p class="tr-lead">${t("portal.clients.lead")}</p>
    <p>${button({ text: t("portal.clients.apply"), href: address })}</p>
    ${lines.length === 0 ? emptyState({ title: t("portal.clients.none") }) : html`<ul class="tr-lines">${lines}</ul>`}`;
  return { title, content, path: above(request) };
}

/** What was applied for, as applicant and reviewer see it. */
export function clientFacts(request: FastifyRequest, { client, version, registration }: ClientRecord) {
  const { t, lang } = request;
  const row = (key: string, value: string) => ({ key: { text: t(`portal.clients.${key}`) }, value: { text: value } });
  const told = registration.claims.map(({ claim, purpose, law }) =>
    row(`claim.${claim}`, [textIn(purpose, lang), law ?? t("portal.clients.no-law")].join(t("web.dot"))),
  );
  return summaryList({
    rows: [
      ...[row("id", client), row("version", String(version)), row("organisation", textIn(registration.organisation.name, lang))],
      ...[
        row("profile", t(`portal.clients.profile.${registration.profile}`)),
        row("auth", t(`portal.clients.auth.${registration.auth}`)),
      ],
      row("redirectUri", registration.redirectUris.join(" ")),
      ...told,
    ],
  });
}

function clientPage(request: FastifyRequest, record: ClientRecord, secret: string | null): View {
  const { t, lang } = request;
  const title = textIn(record.registration.name, lang);
  const once = html`<p>${t("portal.clients.secret-lead")}</p><pre class="tr-code"><code>${secret}</code></pre>`;
  const shown = secret && section({ title: { text: t("portal.clients.secret") }, content: once });
  const content = html`<h1>${title}</h1><p>${stateTag(request, record)}</p>${record.reason && html`<p>${record.reason}</p>`}
    ${clientFacts(request, record)}${shown}`;
  return { title, content, path: [...above(request), { href: "/developers/clients", text: t("portal.clients.title") }] };
}
