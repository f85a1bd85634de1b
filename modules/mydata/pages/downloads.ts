import { button, formatDateTime, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import { isUuid, kernelFailure, type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Download } from "../downloads/downloads.ts";
import { checkPage, choosePage, type DownloadParts, downloadPath, type Sent, wantedSets } from "./download-choose.ts";

const query = Type.Object({ set: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })])) });

/** Copies of one's own data: chosen, agreed to, fetched, taken as files and erased. */
export function downloadPages(app: FastifyInstance, parts: DownloadParts & { ids: ModuleContext["ids"] }): void {
  const { site, downloads, nationalId, ids } = parts;
  const wanted = (request: FastifyRequest, sent: Sent, session: Session) => wantedSets(parts, request, sent, session);
  /** A download is shown to who signed in as strongly as it took to get it. */
  const shown = async (request: FastifyRequest, { subject, proof }: Session): Promise<Download> => {
    const download = await downloads.find(subject, (request.params as { id: string }).id);
    const level = Math.max(
      0,
      ...downloads.sets.filter(({ id }) => download.sets.some((one) => one.id === id)).map((set) => set.level),
    );
    if (level > proof) throw kernelFailure("request.not-found");
    return download;
  };

  app.get(
    downloadPath,
    hidden,
    site.signedIn(["citizen"], async (request, session) => {
      const page = choosePage(parts, request, session);
      const open = await downloads.open(session.subject);
      return { ...page, content: html`${page.content}${openList(request, open)}` };
    }),
  );
  app.get(
    `${downloadPath}/check`,
    { schema: { hide: true, querystring: query } },
    site.signedIn(["citizen"], async (request, session) => {
      const found = wanted(request, request.query as Sent, session);
      return found.sets
        ? checkPage(parts, request, { sets: found.sets, key: ids.opaque() })
        : choosePage(parts, request, session, found);
    }),
  );
  app.post(
    downloadPath,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const sent = (request.body ?? {}) as Sent;
        const found = wanted(request, sent, session);
        if (!found.sets) return choosePage(parts, request, session, found);
        const { subject, name } = session;
        const key = typeof sent.key === "string" && isUuid(sent.key) ? sent.key : ids.opaque();
        const person = { subject, name, nationalId: await nationalId(request) };
        const id = await downloads.create({ ...person, key, sets: found.sets, lang: request.lang });
        return seeOther(reply, `${downloadPath}/${id}`);
      },
      { returnTo: () => downloadPath },
    ),
  );
  app.get(
    `${downloadPath}/:id`,
    hidden,
    site.signedIn(["citizen"], async (request, session) => filesPage(parts, request, await shown(request, session))),
  );
  app.get(
    `${downloadPath}/:id/:file`,
    hidden,
    site.signedIn(["citizen"], async (request, session, reply) => {
      const { id } = await shown(request, session);
      const { file } = request.params as { file: string };
      const whole = wholes[file];
      if (!whole && !fileName.test(file)) throw kernelFailure("request.not-found");
      const bytes = await downloads.file(session.subject, id, whole ?? file);
      return reply
        .type(types[file.split(".").at(-1)!] ?? "application/octet-stream")
        .header("content-disposition", `attachment; filename="${file}"`)
        .header("cache-control", "no-store")
        .header("x-content-type-options", "nosniff")
        .send(bytes);
    }),
  );
  app.post(
    `${downloadPath}/:id/erase`,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, { subject }, reply) => {
        await downloads.erase(subject, (request.params as { id: string }).id);
        return seeOther(reply, downloadPath);
      },
      { returnTo: () => downloadPath },
    ),
  );
}

const fileName = /^[a-z][a-z0-9-]{0,40}\.(pdf|json|csv|fhir\.json)$/;
const wholes: Readonly<Record<string, "package" | "archive">> = { "my-data.zip": "package", "my-data-encrypted.zip": "archive" };
const types: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  zip: "application/zip",
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8",
};

function openList(request: FastifyRequest, open: readonly { id: string; at: string; sets: readonly object[] }[]): Html | false {
  const { t, lang } = request;
  const lines = open.map(
    ({ id, at, sets }) =>
      html`<li><a class="tr-link" href="${downloadPath}/${id}">${t("mydata.download.of", { at: formatDateTime(at, { lang }), sets: sets.length })}</a></li>`,
  );
  return lines.length > 0 && html`<h2>${t("mydata.download.open")}</h2><ul class="tr-list">${lines}</ul>`;
}

function filesPage({ site, downloads }: DownloadParts, request: FastifyRequest, download: Download): View {
  const { t, lang } = request;
  const vault = site.href("vault", "/my-data/vault");
  const words = downloads.words(lang);
  const title = t("mydata.download.ready");
  const path = [
    { href: "/my-data", text: t("mydata.uses.title") },
    { href: downloadPath, text: t("mydata.download.title") },
  ];
  if (download.password === null)
    return { title, path, content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.download.erased")}</p>` };
  const erase = button({ text: t("mydata.download.erase"), classes: "tr-button--secondary" });
  const link = (file: string, text: string) => html`<a class="tr-link" href="${downloadPath}/${download.id}/${file}">${text}</a>`;
  const sets = download.sets.map(({ id, code }) => {
    const set = downloads.sets.find((one) => one.id === id);
    const files = download.files.filter((file) => file.startsWith(`${id}.`));
    const said = tag({ text: t(`mydata.download.code.${code}`), classes: code === 200 ? "tr-tag--green" : "tr-tag--grey" });
    const links = files.map((file) => html` ${link(file, file.slice(id.length + 1).toUpperCase())}`);
    return html`<li class="tr-lines__item"><p>${set ? words.name(set) : id} ${said}</p><p>${links}</p></li>`;
  });
  return {
    title,
    path,
    content: html`<h1>${title}</h1><p class="tr-lead">${t("mydata.download.until")} ${time(download.expires_at, { lang, show: "both" })}</p>
      <ul class="tr-list"><li>${link("my-data.pdf", t("mydata.download.pdf"))}</li>
      <li>${link("my-data-encrypted.zip", t("mydata.download.archive"))}<br>${t("mydata.download.password")}
      <code>${download.password}</code></li>
      <li>${link("my-data.zip", t("mydata.download.package"))}</li></ul>
      <p class="tr-hint">${t("mydata.download.password-why")}</p>
      <h2>${t("mydata.download.sets")}</h2><ul class="tr-lines">${sets}</ul>
      ${vault && html`<p>${t("mydata.download.vault-why")} <a class="tr-link" href="${vault}">${t("mydata.download.vault")}</a></p>`}
      <p><a class="tr-link" href="/my-data">${t("mydata.download.seen")}</a></p>
      <form method="post" action="${downloadPath}/${download.id}/erase">${erase}</form>`,
  };
}
