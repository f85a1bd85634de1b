import { button, emptyState, insetText, lineList, section, statTiles, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { seeOther } from "@troad/kernel";
import { hidden, type Session, todayOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Passbook } from "../copies.ts";
import { comingOf, totalsOf } from "../domain/next.ts";
import { standingOf } from "../domain/standing.ts";
import { passbookFailure } from "../errors.ts";
import type { Others, Whose } from "../whose.ts";
import { bases, dayText, home, money, opened, type PassbookPages, pageOf, periodText, taxText, whoseIn } from "./parts.ts";

const mostComing = 6;

/** All taxes of a person: what is owed, what comes next, and which office did not answer. */
export function homePages(app: FastifyInstance, pages: PassbookPages): void {
  estatePages(app, pages);
  for (const base of bases) {
    app.get(
      base,
      hidden,
      pages.site.signedIn("anybody", async (request, session) => {
        const [{ whose, book }, others] = await Promise.all([opened(pages, request, session), othersOf(pages, request, session)]);
        return view(pages, request, { whose, book, others });
      }),
    );
    app.post(
      `${base}/again`,
      hidden,
      pages.site.signedIn("anybody", async (request, session, reply) => {
        const { whose } = await opened(pages, request, session, { again: true });
        return seeOther(reply, pageOf(whose));
      }),
    );
  }
}

/** Families are asked about only where a person wants it: each of whom the register is asked sees that. */
const estatesPath = `${home}/estates`;
function estatePages(app: FastifyInstance, pages: PassbookPages): void {
  app.post(
    estatesPath,
    hidden,
    pages.site.signedIn("anybody", async (request, session, reply) => {
      const nationalId = await pages.nationalId(request);
      if (nationalId === null) throw passbookFailure("passbook.not-yours");
      return seeOther(reply, `${home}?estates=${await pages.whose.lookForEstates(session, nationalId)}#others`);
    }),
  );
}

/** Whose taxes a person may see from their own passbook. */
async function othersOf(pages: PassbookPages, request: FastifyRequest, session: Session): Promise<Others> {
  const nationalId = whoseIn(request) === "" ? await pages.nationalId(request) : null;
  return nationalId === null ? { list: [], complete: true } : pages.whose.others(session, nationalId);
}

type Shown = { whose: Whose; book: Passbook; others: Others };

function view(pages: PassbookPages, request: FastifyRequest, { whose, book, others }: Shown): View {
  const { t } = request;
  const title = t(whose.kind === "own" ? "passbook.title" : "passbook.title-of", { name: whose.name });
  const today = todayOf(pages);
  const records = book.records.map(({ record }) => record);
  const totals = totalsOf(records, today);
  const tiles = [
    {
      label: t("passbook.total.due"),
      value: money(request, totals.dueNow),
      hint: t("passbook.total.due-hint", { day: dayText(request, today) }),
    },
    { label: t("passbook.total.ahead"), value: money(request, totals.ahead) },
    { label: t("passbook.total.refundable"), value: money(request, totals.refundable) },
    { label: t("passbook.total.paid"), value: money(request, totals.paid) },
  ];
  const content = html`<h1>${title}</h1><p class="tr-lead">${t(`passbook.lead.${whose.kind}`)}</p>
    ${missing(pages, request, book)}${statTiles(tiles)}
    ${records.length === 0 ? emptyState({ title: t("passbook.none"), body: { text: t("passbook.none-why") } }) : lists(request, { whose, book }, today)}
    ${age(pages, request, { whose, book })}${whose.kind === "own" && forOthers(request, others)}
    ${tools(pages, request, whose, records.length)}`;
  return { title, content, path: whose.kind === "own" ? [] : [{ href: home, text: t("passbook.title") }] };
}

/** Which part is missing, and since when. */
function missing({ names }: PassbookPages, request: FastifyRequest, { parts }: Passbook): Html | false {
  const { t, lang } = request;
  const away = parts.filter(({ failedAt }) => failedAt !== null);
  if (away.length === 0) return false;
  const line = ({ office, failedAt, readAt }: (typeof away)[number]): Html =>
    html`<p>${t(readAt === null ? "passbook.away" : "passbook.away-old", {
      ...{ office: names.agency(lang, office), since: timeOf(request, failedAt!) },
      read: readAt === null ? "" : timeOf(request, readAt),
    })}</p>`;
  return insetText({ html: html`<h2>${t("passbook.away-title")}</h2>${away.map(line)}` });
}

const timeOf = ({ lang }: FastifyRequest, at: string): string => {
  const taipei = new Date(Date.parse(at) + 28_800_000).toISOString();
  return `${dayText({ lang } as FastifyRequest, taipei.slice(0, 10))} ${taipei.slice(11, 16)}`;
};

function lists(request: FastifyRequest, { whose, book }: Omit<Shown, "others">, today: string): Html {
  const { t } = request;
  const all = book.records.map(({ record }) => ({ record, standing: standingOf(record, today) }));
  const urgent = all.filter(({ standing }) => ["arrears", "enforced", "under-review", "refund"].includes(standing.state));
  const coming = comingOf(
    book.records.map(({ record }) => record),
    today,
  ).slice(0, mostComing);
  const address = (number: string) => pageOf(whose, `/${number}`);
  const attention = lineList(
    urgent.map(({ record, standing }) => ({
      href: address(record.number),
      title: `${taxText(request, record.tax)} ${periodText(request, record)}${record.object ? ` · ${record.object}` : ""}`,
      lead: t(`passbook.needs.${standing.state}`, {
        ...{ amount: money(request, standing.state === "refund" ? standing.refundable : standing.dueNow) },
        ...{ days: standing.late?.days ?? 0, late: money(request, (standing.late?.fee ?? 0) + (standing.late?.interest ?? 0)) },
      }),
    })),
  );
  const next = lineList(
    coming.map(({ kind, tax, object, number, day, from, amount }) => ({
      href: address(number),
      title: `${taxText(request, tax)}${object ? ` · ${object}` : ""}`,
      lead: t(`passbook.coming.${kind}`, {
        day: dayText(request, day),
        from: dayText(request, from),
        amount: money(request, amount),
      }),
      meta: t(`passbook.why.${tax}`),
    })),
  );
  return html`${urgent.length > 0 && section({ id: "attention", title: { text: t("passbook.attention") }, content: attention })}
    ${coming.length > 0 && section({ id: "next", title: { text: t("passbook.next") }, content: next })}`;
}

function age({ names }: PassbookPages, request: FastifyRequest, { whose, book }: Omit<Shown, "others">): Html {
  const { t, lang } = request;
  const rows = book.parts.map(({ office, readAt }) => ({
    key: { text: names.agency(lang, office) },
    value: { text: readAt === null ? t("passbook.no-answer") : t("passbook.as-of", { at: timeOf(request, readAt) }) },
  }));
  return section({
    ...{ id: "offices", title: { text: t("passbook.offices") } },
    content: html`<p>${t("passbook.offices-lead")}</p>${summaryList({ rows })}
      <form method="post" action="${pageOf(whose, "/again")}">${button({ text: t("passbook.again"), classes: "tr-button--secondary" })}</form>`,
  });
}

function forOthers(request: FastifyRequest, { list, complete }: Others): Html {
  const { t } = request;
  const lines = list.map((one) => ({ href: pageOf(one), title: one.name, lead: t(`passbook.others.${one.kind}`) }));
  const { estates } = request.query as { estates?: string };
  return section({
    ...{ id: "others", title: { text: t("passbook.others") } },
    content: html`${!complete && insetText({ text: t("passbook.others.unknown") })}
      ${lines.length > 0 && lineList(lines)}${estates === "0" && html`<p role="status">${t("passbook.estates.none")}</p>`}
      <p>${t("passbook.estates.lead")}</p>
      <form method="post" action="${estatesPath}">${button({ text: t("passbook.estates.look"), classes: "tr-button--secondary" })}</form>`,
  });
}

const tools = ({ certificates, site }: PassbookPages, request: FastifyRequest, whose: Whose, count: number): Html =>
  section({
    ...{ id: "tools", title: { text: request.t("passbook.tools") } },
    content: lineList([
      { href: pageOf(whose, "/taxes"), title: request.t("passbook.all", { count }) },
      { href: pageOf(whose, "/calendar"), title: request.t("passbook.feed.title"), lead: request.t("passbook.feed.short") },
      ...(whose.kind === "own"
        ? certificates.map((id) => ({
            href: site.href("portal", `/services/${id}`) ?? `/services/${id}`,
            title: request.t("passbook.certificate"),
          }))
        : []),
      { href: "/tax/late", title: request.t("passbook.late-calculator") },
      { href: "/tax/ask", title: request.t("passbook.ask") },
    ]),
  });
