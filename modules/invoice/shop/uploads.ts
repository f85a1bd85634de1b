import { createHash } from "node:crypto";
import { findingsOf, readMig } from "@troad/invoice-formats";
import { defineJob, type HandledJob, handleJob, instant, type ModuleContext, uuidSchema } from "@troad/kernel";
import Type from "typebox";
import type { Shop } from "./access.ts";
import { invoicesInCsv } from "./csv-file.ts";
import { shopField } from "./errors.ts";
import type { ShopSending } from "./sending.ts";
import { answersOf, endUpload, insertPart, insertUpload, type UploadForm, uploadContent, uploadsOf } from "./upload-store.ts";

export type { UploadRow } from "./upload-store.ts";

const readJob = defineJob("invoice.shop-upload", {
  payload: Type.Object({ upload: uuidSchema(), name: Type.String({ maxLength: 300 }) }),
  concurrency: 2,
});

export const mostBytes = 32 * 1024 * 1024;
const mostMessages = 100_000;
const messagesAtOnce = 500;

type Parts = { ctx: Pick<ModuleContext, "db" | "clock" | "ids">; sending: ShopSending };

/** The invoices of a file of a list; throws what is wrong with the file as a whole, before anything of it is stored. */
function invoicesIn(form: "json" | "csv", content: Buffer, seller: { ban: string; name: string }): object[] {
  if (form === "csv") return invoicesInCsv(content, seller);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch {
    throw shopField("shop.file-cut-off", "file");
  }
  const list = Array.isArray(parsed) ? parsed : (parsed as { invoices?: unknown } | null)?.invoices;
  if (!Array.isArray(list) || list.length === 0) throw shopField("shop.file-form", "file", { line: 1 });
  return list.map((one: unknown) => (typeof one === "object" && one !== null ? one : {}));
}

function formOf(name: string): UploadForm {
  const end = /\.(json|csv|xml)$/i.exec(name)?.[1]?.toLowerCase();
  if (end === undefined) throw shopField("shop.file-form", "file", { line: 0 });
  return end === "xml" ? "mig" : (end as "json" | "csv");
}

/** How many messages a file has. A file that cannot be read to its end was cut off, and nothing of it is taken. */
function countIn(form: UploadForm, content: Buffer, seller: { ban: string; name: string }): number {
  if (form !== "mig") return invoicesIn(form, content, seller).length;
  const file = readMig(content);
  const broken = file.is === "envelope" ? file.findings : findingsOf(file);
  if (file.is === "result" || broken.some(({ code }) => code.startsWith("xml."))) throw shopField("shop.file-cut-off", "file");
  return file.is === "envelope" ? file.messages.length : 1;
}

/** Files of shops: kept whole, read by a job in parts of 500 that are requests of their own, so that a kill repeats nothing. */
export function openUploads({ ctx, sending }: Parts) {
  const { db, clock, ids } = ctx;
  const read = async (upload: string, name: string): Promise<void> => {
    const found = await uploadContent(db, upload);
    if (!found) return;
    const { ban, form, content } = found;
    const shop: Shop = { ban, name, rights: "clerk" };
    if (form === "mig")
      await insertPart(db, upload, 0, (await sending.sendMessages(shop, `upload ${upload} 0`, content)).package);
    else {
      const all = invoicesIn(form, content, { ban, name });
      for (let part = 0; part * messagesAtOnce < all.length; part++) {
        const some = all.slice(part * messagesAtOnce, (part + 1) * messagesAtOnce);
        await insertPart(db, upload, part, (await sending.sendInvoices(shop, `upload ${upload} ${part}`, some)).package);
      }
    }
    await db.tx((tx) => endUpload(tx, upload, instant(clock)));
  };
  const jobs: HandledJob[] = [handleJob(readJob, ({ payload }) => read(payload.upload, payload.name))];
  return {
    jobs,
    begin: async ({ shop, file, by }: { shop: Shop; file: { name: string; content: Buffer }; by: string }): Promise<string> => {
      if (file.content.length > mostBytes) throw shopField("shop.file-too-large", "file");
      const form = formOf(file.name);
      const messages = countIn(form, file.content, shop);
      if (messages > mostMessages || (form === "mig" && messages > 1_000)) throw shopField("shop.file-too-many", "file");
      const id = ids.uuid();
      const sha256 = createHash("sha256").update(file.content).digest("hex");
      await db.tx(async (tx) => {
        await insertUpload(tx, {
          ...{ id, ban: shop.ban, name: file.name, form, messages, by, at: instant(clock) },
          sha256,
          content: file.content,
        });
        await tx.audit({ actor: by, action: "invoice.shop-uploaded", target: id, detail: { ban: shop.ban, messages } });
        await tx.enqueue(readJob, { upload: id, name: shop.name.slice(0, 300) }, { key: id });
      });
      return id;
    },
    list: (ban: string, page: { before?: string | undefined; limit: number }) => uploadsOf(db, ban, page),
    one: async (ban: string, id: string) => (await uploadsOf(db, ban, { id, limit: 1 }))[0],
    answers: (id: string) => answersOf(db, id),
  };
}
export type ShopUploads = ReturnType<typeof openUploads>;
