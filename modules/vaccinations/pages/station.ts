import { button, emptyState, lineList, summaryList } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { asked, hidden, type OwnError, ownForm, type Session, type Site, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { vaccinationFailure } from "../errors.ts";
import type { Officer, Open, Place } from "../giving.ts";
import { dayText, nurseRole, type Parts, station, vaccineText } from "./parts.ts";

export type Counters = { of: (officer: Officer) => Promise<string[]>; name: (id: string, lang: string) => string };
type StationPages = Parts & { work: Site; counters: Counters; nationalId: (request: FastifyRequest) => Promise<string | null> };
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };

const paramOf = (request: FastifyRequest, name: string): string => (request.params as Record<string, string>)[name] ?? "";
const officerOf = ({ subject, roles }: Session): Officer => ({
  subject,
  posts: roles.flatMap(({ role, agency, area = null }) => (role === nurseRole && agency !== null ? [{ agency, area }] : [])),
});

/** A health station: who comes today for a vaccination, and what was given. */
export function stationPages(app: FastifyInstance, parts: StationPages): void {
  const { work } = parts;
  app.get(
    station,
    hidden,
    work.signedIn([nurseRole], (request, session) => dayPage(parts, request, session)),
  );
  const address = `${station}/:counter/:booking`;
  const placeOf = async (request: FastifyRequest, session: Session): Promise<Place> => {
    const nationalId = await parts.nationalId(request);
    // who cannot be told apart from a parent gives nothing
    if (nationalId === null) throw vaccinationFailure("vaccination.visit-unknown");
    const place = { counter: paramOf(request, "counter"), booking: paramOf(request, "booking") };
    return { ...place, officer: officerOf(session), nationalId };
  };
  app.get(
    address,
    hidden,
    work.signedIn([nurseRole], async (request, session) =>
      visitPage(parts, request, await parts.giving.open(await placeOf(request, session)), { values: {}, errors: [] }),
    ),
  );
  app.post(
    address,
    hidden,
    work.signedIn(
      [nurseRole],
      async (request, session, reply) => {
        const place = await placeOf(request, session);
        const open = await parts.giving.open(place);
        const values = (request.body ?? {}) as Record<string, unknown>;
        const again = (errors: readonly OwnError[], status: number): View => ({
          ...visitPage(parts, request, open, { values, errors }),
          ...{ status, isError: true },
        });
        const parsed = ownForm(parts.ctx, fieldsOf(open)).parse(values);
        if ("errors" in parsed) return again(parsed.errors, 422);
        const { dose, lot } = parsed.values as { dose: string; lot: string };
        if (!/^[A-Za-z0-9][A-Za-z0-9-]{2,19}$/.test(lot)) return again([{ field: "lot", code: "vaccination.lot" }], 422);
        const named = { code: place.counter.toUpperCase().slice(0, 40), name: parts.counters.name(place.counter, "zh-Hant") };
        const refused = await parts.giving.give(place, { chosen: dose, lot: lot.toUpperCase(), station: named });
        if (refused !== null) return again([{ field: "dose", code: refused }], 409);
        return seeOther(reply, `${station}/${place.counter}/${place.booking}?given=${dose}`);
      },
      { returnTo: (request) => `${station}/${paramOf(request, "counter")}/${paramOf(request, "booking")}` },
    ),
  );
}

async function dayPage({ counters, giving }: StationPages, request: FastifyRequest, session: Session): Promise<View> {
  const { t, lang } = request;
  const officer = officerOf(session);
  const served = await counters.of(officer);
  if (served.length === 0) throw vaccinationFailure("vaccination.no-counter");
  const all = await Promise.all(served.map(async (id) => ({ id, visits: await giving.visitsOf(id, officer) })));
  const title = t("vaccinations.station.title");
  const lists = all.map(({ id, visits }) => {
    const lines = visits.map(({ booking, child }) => ({
      href: `${station}/${id}/${booking.id}`,
      title: `${booking.time} ${child.name}`,
      meta: t(`vaccinations.visit.${booking.step === "came" ? "came" : booking.step === "missed" ? "missed" : "expected"}`),
    }));
    const name = counters.name(id, lang);
    return html`<h2>${name}</h2>${lines.length > 0 ? lineList(lines, { label: name }) : emptyState({ title: t("vaccinations.station.nobody") })}`;
  });
  return { title, content: html`<h1>${title}</h1><p class="tr-lead">${t("vaccinations.station.lead")}</p>${lists}` };
}

const fieldsOf = ({ doses }: Pick<Open, "doses">): Field[] => [
  {
    ...{ type: "choice", name: "dose", label: "vaccinations.station.dose" },
    options: doses.map(({ vaccineCode, dose }) => ({ value: `${vaccineCode}-${dose}`, label: `dose.${vaccineCode}-${dose}` })),
  },
  { type: "text", name: "lot", label: "vaccinations.station.lot", hint: "vaccinations.station.lot-hint", maxLength: 20 },
];

function visitPage(parts: StationPages, request: FastifyRequest, open: Open, shown: Shown): View {
  const { t } = request;
  const { child, birthDate, doses } = open;
  const [code = "", dose = ""] = asked(request, "given", 10).split("-");
  const isNamed = parts.schedule.doses.some((one) => one.code === code && String(one.dose) === dose);
  const told =
    isNamed &&
    html`<div class="tr-notice" role="status"><h2 class="tr-notice__title">${t("vaccinations.station.given", {
      dose: vaccineText(parts, request, { vaccineCode: code, dose: Number(dose) }),
    })}</h2></div>`;
  const named = new Map(doses.map((one) => [`dose.${one.vaccineCode}-${one.dose}`, vaccineText(parts, request, one)] as const));
  const form = ownForm(parts.ctx, fieldsOf(open)).html(request, { ...shown, named });
  const ask =
    doses.length === 0
      ? html`<p>${t("vaccinations.station.none-open")}</p>`
      : html`<form method="post" novalidate>${form.fields}${button({ text: t("vaccinations.station.enter"), preventDoubleClick: true })}</form>`;
  const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
  const content = html`${form.summary}<h1>${child.name}</h1>${told}${summaryList({
    rows: [row("vaccinations.station.born", dayText(request, birthDate)), row("vaccinations.station.time", open.booking.time)],
  })}<p>${t("vaccinations.station.recorded")}</p>${ask}`;
  return { title: child.name, content, path: [{ href: station, text: t("vaccinations.station.title") }] };
}
