import { lineList, summaryList } from "@troad/design";
import { type Html, html } from "@troad/html";
import { daysOf, drawDay, isTerm, termOf, termPlus } from "@troad/invoice-formats";
import { type CodedError, seeOther } from "@troad/kernel";
import { hidden, todayOf, uiOf, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { writable } from "../../intake/characters.ts";
import { termName } from "../../site/words-view.ts";
import { deed } from "../act-views.ts";
import { atField, officeFailure } from "../errors.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../form-view.ts";
import { dayText, money, type Office, type OfficePages, officePath, officeTrail, operatorRole, paramIn } from "../parts.ts";
import type { Drawing, Entered } from "./drawing.ts";

type Parts = Office & { draws: Drawing };
const address = `${officePath}/draws`;
const key = "invoice.draws";
const fields: readonly OfficeField[] = [
  { name: "super", hint: true },
  { name: "special" },
  { name: "first", hint: true },
  { name: "cloud", kind: "file", hint: true },
];
const mostBytes = 96 * 1024 * 1024;

/** The draw of a period: entered by two, tried, published, corrected. */
export const drawPages: OfficePages<Pick<Parts, "draws">> = (app, parts) => {
  const { work, draws } = parts;
  app.get(
    address,
    hidden,
    work.signedIn([operatorRole], async (request) => listView(parts, request)),
  );
  app.get(
    `${address}/:term`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject }) => termView(parts, request, subject)),
  );
  app.post(
    `${address}/:term`,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const term = termIn(request);
      let values: Record<string, string> = {};
      const error = await tried(async () => {
        values = await sentIn(request);
        await draws.enter({ ...(values as Record<"super" | "special" | "first" | "cloud", string>), term, by });
      });
      return error
        ? termView(parts, request, by, { error, values: { ...values, cloud: "" } })
        : seeOther(reply, `${address}/${term}`);
    }),
  );
  for (const act of ["try", "publish"] as const)
    app.post(
      `${address}/:term/${act}`,
      hidden,
      work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
        const term = termIn(request);
        const { digest = "", reason = "" } = typedIn(request, [{ name: "digest" }, { name: "reason" }]);
        const error = await tried(() =>
          act === "try" ? draws.tryOut(term, digest) : draws.publish({ term, digest, by, reason }),
        );
        return error
          ? termView(parts, request, by, { error, digest, values: { reason } })
          : seeOther(reply, `${address}/${term}`);
      }),
    );
};

function termIn(request: FastifyRequest): string {
  const term = paramIn(request, "term");
  if (!isTerm(term)) throw officeFailure("office.unknown");
  return term;
}

/** The fields of the form and its file as text. One that is larger than a draw of five million numbers is refused. */
async function sentIn(request: FastifyRequest): Promise<Record<string, string>> {
  const found: Record<string, string> = { super: "", special: "", first: "", cloud: "" };
  if (!request.isMultipart()) return { ...found, ...typedIn(request, fields) };
  for await (const part of request.parts({
    limits: { fileSize: mostBytes, files: 1, fields: 10, parts: 11, fieldSize: 1_000 },
  })) {
    if (!Object.hasOwn(found, part.fieldname)) continue;
    if (part.type === "field") found[part.fieldname] = writable(String(part.value)).trim();
    else {
      found[part.fieldname] = (await part.toBuffer()).toString("utf8");
      if (part.file.truncated) throw atField("office.field-form", part.fieldname);
    }
  }
  return found;
}

async function listView({ draws, ctx }: Parts, request: FastifyRequest): Promise<View> {
  const { t } = request;
  const now = termOf(todayOf({ ctx }));
  const terms = [...new Set([now, termPlus(now, -1), termPlus(now, -2), ...(await draws.terms())])].sort().reverse();
  const list = terms.map((term) => ({
    href: `${address}/${term}`,
    title: termName(request, term),
    lead: t(`${key}.day`, { day: dayText(request, drawDay(daysOf(term).last)) }),
  }));
  const title = t(`${key}.title`);
  return {
    title,
    content: html`<h1>${title}</h1><p class="tr-lead">${t(`${key}.lead`)}</p>${lineList(list)}`,
    path: officeTrail(request),
  };
}

type Shown = { error?: CodedError; digest?: string; values?: Record<string, string> };
async function termView(parts: Parts, request: FastifyRequest, subject: string, shown: Shown = {}): Promise<View> {
  const { t } = request;
  const term = termIn(request);
  const lists = await parts.draws.entered(term);
  const title = t(`${key}.of`, { term: termName(request, term) });
  const onList = shown.digest !== undefined;
  const enter = officeForm(request, {
    ...{ key, action: `${address}/${term}`, fields, submit: `${key}.enter` },
    ...(onList ? {} : { error: shown.error, values: shown.values ?? {} }),
  });
  const isPublished = lists.some(({ published }) => published !== null);
  const failed =
    onList &&
    shown.error &&
    uiOf(request).errorSummary({ errorList: [{ text: t(`error.${shown.error.code}`), href: `#list-${shown.digest}` }] });
  const content = html`${failed}${enter.summary}<h1>${title}</h1><p>${t(`${key}.lead`)}</p>
    ${lists.map((one) => listHtml(request, { term, one, subject, isPublished }))}<h2>${t(`${key}.enter`)}</h2>${enter.form}`;
  return { title, content, path: officeTrail(request, { href: address, text: t(`${key}.title`) }), ...failedAs(shown.error) };
}

type One = { term: string; one: Entered; subject: string; isPublished: boolean };
function listHtml(request: FastifyRequest, { term, one, subject, isPublished }: One): Html {
  const { t } = request;
  const { digest, people, trial, published } = one;
  const mine = people.includes(subject);
  const winners = trial && Object.entries(trial.winners).map(([prize, count]) => `${t(`invoice.prize.${prize}`)} ${count}`);
  const rows = [
    {
      key: { text: t(`${key}.people`) },
      value: { text: t(mine ? `${key}.people-mine` : `${key}.people-others`, { count: people.length }) },
    },
    trial && { key: { text: t(`${key}.winners`) }, value: { text: winners?.join(", ") ?? "" } },
    trial && { key: { text: t(`${key}.cost`) }, value: { text: money(request, trial.cost) } },
    trial && trial.faults.length > 0 && { key: { text: t(`${key}.faults`) }, value: { text: trial.faults.join("; ") } },
    published !== null && { key: { text: t(`${key}.published`) }, value: { text: dayText(request, published) } },
  ];
  const at = `${address}/${term}`;
  const publish = officeForm(request, {
    ...{
      key,
      action: `${at}/publish`,
      submit: isPublished ? `${key}.correct` : `${key}.publish`,
      hidden: { digest },
      prefix: digest.slice(0, 8),
    },
    fields: isPublished ? [{ name: "reason", kind: "area", hint: true }] : [],
  });
  return html`<section id="list-${digest}"><h2>${t(`${key}.list`, { digest: digest.slice(0, 12) })}</h2>${summaryList({ rows })}
    ${published === null && html`${deed(request, `${at}/try`, `${key}.try`, { digest })}${trial?.passed === true && publish.form}`}</section>`;
}
