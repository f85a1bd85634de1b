import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, listRoutes, posted, type Session } from "@troad/web";
import type { DataSet } from "../catalogue.ts";
import { opendataFailure } from "../domain/errors.ts";
import { acting, agenciesOf, inLang, officerRole, ownSet, type PageFile } from "./parts.ts";
import { formOf, recordIn, setForm } from "./set-form.ts";

/** Where an agency's officers keep its data sets. */
export const officePages: PageFile = (app, parts) => {
  const { office, catalogue, agencyName, ctx } = parts;
  listRoutes<Session, DataSet>({
    ...{ app, ctx, address: "/data-office" },
    guard: (load) => office.signedIn([officerRole], load),
    list: async ({ t, lang }, session) => {
      const [agency = ""] = agenciesOf(session, officerRole);
      const search = (q?: string) => ({ agency, withdrawn: true, ...(q ? { words: q.normalize("NFKC").toLowerCase() } : {}) });
      return {
        address: "/data-office",
        title: t("opendata.office.title"),
        lead: html`<p class="tr-lead">${t("opendata.office.lead", { agency: agencyName(lang, agency) })}</p>
          <p><a class="tr-link" href="/data-office/new">${t("opendata.office.new")}</a> ·
            <a class="tr-link" href="/data-office/requests">${t("opendata.requests.title")}</a> ·
            <a class="tr-link" href="/data-office/plans">${t("opendata.plans.title")}</a> ·
            <a class="tr-link" href="/data-office/deliveries">${t("opendata.delivery.office")}</a></p>`,
        columns: [
          {
            ...{
              key: "title",
              text: t("opendata.column.title"),
              kind: "text",
              value: ({ record }) => inLang(record.title, lang),
            },
            show: ({ name, record }) =>
              html`<a class="tr-link" href="/data-office/sets/${name}">${inLang(record.title, lang)}</a>`,
          },
          {
            key: "openness",
            text: t("opendata.column.openness"),
            kind: "text",
            value: ({ record, withdrawn }) => t(withdrawn ? "opendata.withdrawn.word" : `opendata.openness.${record.openness}`),
          },
          {
            key: "badge",
            text: t("opendata.column.badge"),
            kind: "text",
            value: ({ badge }) => t(`opendata.badge.${badge ?? "no-file"}`),
          },
          { key: "modified", text: t("opendata.column.modified"), kind: "day", value: ({ modified }) => modified.slice(0, 10) },
        ],
        filters: [{ kind: "search", name: "q", label: t("opendata.filter.words") }],
        source: {
          ...{ cursorKind: "number", cursor: ({ no }: DataSet) => String(no) },
          rows: ({ chosen, before, limit }) => catalogue.search({ ...search(chosen.q), ...(before ? { before } : {}), limit }),
          count: (chosen, limit) => catalogue.count(search(chosen.q), limit),
        },
        empty: { title: t("opendata.office.none") },
      };
    },
  });
  app.get(
    "/data-office/new",
    hidden,
    office.signedIn([officerRole], async (request) => setForm(parts, request, formOf(undefined))),
  );
  app.post(
    "/data-office/new",
    hidden,
    office.signedIn([officerRole], async (request, session, reply) => {
      const [agency] = agenciesOf(session, officerRole);
      if (!agency) throw opendataFailure("opendata.not-found");
      const name = posted(request, "name", 100);
      const record = recordIn(request);
      const refused = await acting(
        () => catalogue.create({ name, agency, record, by: session.subject }),
        async (error) => setForm(parts, request, { name, record }, error),
      );
      return refused ?? seeOther(reply, `/data-office/sets/${name}`);
    }),
  );
  app.get<{ Params: { set: string } }>(
    "/data-office/sets/:set/edit",
    hidden,
    office.signedIn([officerRole], async (request, session) =>
      setForm(parts, request, formOf(await ownSet(parts, request, session))),
    ),
  );
  app.post<{ Params: { set: string } }>(
    "/data-office/sets/:set/edit",
    hidden,
    office.signedIn([officerRole], async (request, session, reply) => {
      const set = await ownSet(parts, request, session);
      const record = { ...recordIn(request), ...(set.record.extras && { extras: set.record.extras }) };
      const refused = await acting(
        () => catalogue.update({ set, record, by: session.subject }),
        async (error) => setForm(parts, request, { name: set.name, record, known: true }, error),
      );
      return refused ?? seeOther(reply, `/data-office/sets/${set.name}`);
    }),
  );
};
