import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import { type CodedError, isUuid, seeOther } from "@troad/kernel";
import { hidden, type List, listRoutes, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { writable } from "../intake/characters.ts";
import { failedAs, officeForm, tried } from "../office/form-view.ts";
import type { Shop } from "./access.ts";
import { csvColumns } from "./csv-file.ts";
import { shopFailure, shopField } from "./errors.ts";
import { addressIn, dayText, paramIn, type ShopPageFile, type ShopPages, shopIn, shopPath, stateTag, trail } from "./parts.ts";
import { refusedTable } from "./refused-view.ts";
import { mostBytes, type UploadRow } from "./uploads.ts";

const mostShown = 200;

/** Files with invoices or messages: uploaded, read by and by, and what became of each message. */
export const uploadPages: ShopPageFile = (app, pages) => {
  const { site, uploads, ctx } = pages;
  app.get(
    `${shopPath}/:ban/upload`,
    hidden,
    site.signedIn("anybody", async (request, session) => chooseView(request, await shopIn(pages, request, session, "clerk"))),
  );
  app.post(
    `${shopPath}/:ban/upload`,
    hidden,
    site.signedIn("anybody", async (request, session, reply) => {
      const shop = await shopIn(pages, request, session, "clerk");
      let id = "";
      const error = await tried(async () => {
        id = await uploads.begin({ shop, file: await fileIn(request), by: session.subject });
      });
      return error ? chooseView(request, shop, error) : seeOther(reply, addressIn(shop, `/uploads/${id}`));
    }),
  );
  listRoutes({
    app,
    ctx,
    address: `${shopPath}/:ban/uploads`,
    guard: (load: Parameters<typeof site.signedIn>[1]) => site.signedIn("anybody", load),
    list: async (request, session) => listOf(pages, request, await shopIn(pages, request, session, "reader")),
  });
  app.get(
    `${shopPath}/:ban/uploads/:id`,
    hidden,
    site.signedIn("anybody", async (request, session) =>
      oneView(pages, request, await shopIn(pages, request, session, "reader")),
    ),
  );
};

/** The one file of the form, whole: a connection that ends before its end leaves nothing. */
async function fileIn(request: FastifyRequest): Promise<{ name: string; content: Buffer }> {
  if (!request.isMultipart()) throw shopField("shop.file-missing", "file");
  let found: { name: string; content: Buffer } | undefined;
  for await (const part of request.parts({ limits: { fileSize: mostBytes, files: 1, fields: 5, parts: 6, fieldSize: 1_000 } })) {
    if (part.type === "field") continue;
    const content = await part.toBuffer();
    if (part.file.truncated) throw shopField("shop.file-too-large", "file");
    if (part.filename) found = { name: writable(part.filename).slice(-120), content };
  }
  if (!found || found.content.length === 0) throw shopField("shop.file-missing", "file");
  return found;
}

function chooseView(request: FastifyRequest, shop: Shop, error?: CodedError): View {
  const { t } = request;
  const title = t("invoice.shop.to.upload");
  const { summary, form } = officeForm(request, {
    ...{
      key: "invoice.shop",
      action: addressIn(shop, "/upload"),
      fields: [{ name: "file", kind: "file", hint: true }],
      submit: "invoice.shop.to.upload",
      error,
    },
  });
  const content = html`${summary}<h1>${title}</h1><p class="tr-lead">${t("invoice.shop.upload-lead")}</p>${form}
    <h2>${t("invoice.shop.columns")}</h2><p><code>${csvColumns.join(",")}</code></p>`;
  return { title, content, path: trail(request, shop), ...failedAs(error) };
}

function listOf({ uploads }: ShopPages, request: FastifyRequest, shop: Shop): List<UploadRow> {
  const { t } = request;
  const column = (key: "messages" | "taken" | "waiting" | "refused") => ({
    ...{ key, text: t(`invoice.shop.${key}`), kind: "number" as const, value: (row: UploadRow) => row[key] },
  });
  return {
    address: addressIn(shop, "/uploads"),
    title: t("invoice.shop.to.uploads"),
    path: trail(request, shop),
    columns: [
      { key: "at", text: t("invoice.field.date"), kind: "instant", value: ({ at: when }) => when },
      {
        ...{ key: "name", text: t("invoice.shop.file"), kind: "text", value: ({ name }) => name },
        show: ({ id, name }) => html`<a class="tr-link" href="${addressIn(shop, `/uploads/${id}`)}">${name}</a>`,
      },
      {
        key: "state",
        text: t("invoice.field.standing"),
        kind: "text",
        value: ({ state }) => state,
        show: ({ state }) => stateTag(request, state),
      },
      ...(["messages", "taken", "waiting", "refused"] as const).map(column),
    ],
    filters: [],
    source: {
      cursor: ({ at: when, id }) => `${when} ${id}`,
      cursorKind: "instant-and-id",
      rows: ({ before, limit }) => uploads.list(shop.ban, { before, limit }),
    },
    empty: { title: t("invoice.shop.no-uploads") },
  };
}

async function oneView({ uploads, acts }: ShopPages, request: FastifyRequest, shop: Shop): Promise<View> {
  const { t } = request;
  const id = paramIn(request, "id");
  const upload = isUuid(id) ? await uploads.one(shop.ban, id) : undefined;
  if (!upload) throw shopFailure("shop.unknown");
  const answers = await uploads.answers(id);
  const refused = answers.flatMap(({ answer }) => answer.refused).slice(0, mostShown);
  const waiting = answers.flatMap(({ answer }) => answer.waiting).slice(0, mostShown);
  const rows = [
    { key: { text: t("invoice.field.date") }, value: { text: dayText(request, upload.at) } },
    { key: { text: t("invoice.field.standing") }, value: { html: stateTag(request, upload.state) } },
    ...(["messages", "taken", "waiting", "refused"] as const).map((key) => ({
      ...{ key: { text: t(`invoice.shop.${key}`) }, value: { text: String(upload[key]) } },
    })),
  ];
  const content = html`<h1>${upload.name}</h1>${summaryList({ rows })}
    ${waiting.length > 0 && html`<p>${stateTag(request, "G")} ${waiting.join(", ")}</p>`}
    ${refused.length > 0 && refusedTable(request, refused, acts.today())}`;
  return {
    title: upload.name,
    content,
    path: trail(request, shop, { href: addressIn(shop, "/uploads"), text: t("invoice.shop.to.uploads") }),
  };
}
