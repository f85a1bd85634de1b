import type { Readable } from "node:stream";
import { instant, type ModuleContext, type Tx, taipeiDate } from "@troad/kernel";
import type { NotifyApi } from "@troad/notify/api";
import { checkFile } from "@troad/tabular";
import { type Catalogue, type DataSet, relist } from "./catalogue.ts";
import { columnChanges, dueDay } from "./domain/columns.ts";
import { opendataFailure } from "./domain/errors.ts";
import { readRecord } from "./domain/record.ts";
import type { Standards } from "./domain/standards.ts";
import type { Files } from "./files.ts";
import { tellJob } from "./jobs.ts";
import {
  insertNotice,
  insertPublication,
  insertResource,
  insertResourceEnd,
  insertUpload,
  isSubscriber,
  openNotices,
  type ResourceRow,
  resources,
  subscribe,
  subscribers,
  type UploadRow,
  unsubscribe,
  uploads,
} from "./store/resources.ts";
import { findSet, insertChange } from "./store/sets.ts";

export type { ResourceRow, UploadRow };
export type Publishing = ReturnType<typeof openPublishing>;
type Parts = Pick<ModuleContext, "db" | "clock" | "ids"> & {
  catalogue: Catalogue;
  files: Files;
  townships: ReadonlySet<string>;
  standards: Standards;
  notify: Pick<NotifyApi, "send">;
};

/** Files of data sets: checked when they arrive, published when they may be, announced where their columns change. */
export function openPublishing({ db, clock, ids, catalogue, files, townships, standards, notify }: Parts) {
  async function publishWithin(
    tx: Tx,
    {
      set,
      upload,
      resource,
      note,
      by,
      at,
    }: { set: DataSet; upload: UploadRow; resource: string; note: string; by: string; at: string },
  ): Promise<void> {
    if ((await insertPublication(tx, { resource, upload: upload.id, note, by, at })) === 0)
      throw opendataFailure("opendata.published-already");
    const record = readRecord((await findSet(tx, set.name))?.record) ?? set.record;
    await relist(tx, set.id, record, { ...set, at });
    await insertChange(tx, { set: set.id, kind: note === "" ? "published" : "corrected", detail: note || upload.title, at });
    await tx.audit({
      actor: by,
      action: "opendata.published",
      target: set.name,
      detail: { upload: upload.id, badge: upload.report.badge },
    });
  }
  const uploadOf = async (set: DataSet, id: string): Promise<UploadRow> => {
    const [upload] = await uploads(db, { set: set.id, id, limit: 1 });
    if (!upload) throw opendataFailure("opendata.not-found");
    return upload;
  };

  return {
    uploads: (set: DataSet, limit = 20) => uploads(db, { set: set.id, limit }),
    upload: uploadOf,
    resources: (sets: readonly DataSet[]): Promise<ResourceRow[]> => resources(db, { sets: sets.map(({ id }) => id) }),
    async resource(id: string): Promise<{ set: DataSet; resource: ResourceRow }> {
      const [resource] = await resources(db, { id });
      if (!resource) throw opendataFailure("opendata.not-found");
      return { resource, set: await catalogue.live(resource.set) };
    },
    notices: (set: DataSet) => openNotices(db, { set: set.id }),

    /** Takes a file in and checks it. What it is refused for is kept with it, so that its officer sees the cells. */
    async receive(sent: {
      set: DataSet;
      resource: string | null;
      title: string;
      fileName: string;
      content: Readable;
      by: string;
    }): Promise<UploadRow> {
      const { set, resource, title, fileName, content, by } = sent;
      const kept = await files.keep(content);
      if (kept.bytes === 0) throw opendataFailure("opendata.file-missing");
      const standard = standards.get(set.record.standard ?? "");
      const report = await checkFile(kept.path, { townships, ...(standard ? { standard } : {}) });
      const id = ids.uuid();
      await catalogue.changing(set, async (tx, at) => {
        const known = resource === null ? undefined : (await resources(tx, { id: resource }))[0];
        if (resource !== null && known?.set !== set.id) throw opendataFailure("opendata.not-found");
        await insertUpload(tx, {
          id,
          set: set.id,
          resource,
          title: title || (known?.title ?? fileName),
          fileName,
          ...kept,
          report,
          by,
          at,
        });
        await tx.audit({ actor: by, action: "opendata.uploaded", target: set.name, detail: { upload: id, badge: report.badge } });
      });
      return uploadOf(set, id);
    },

    /**
     * Publishes a checked file: at once, or, where readers of the former file would miss a column, after they were told, on the day that
     * they were told.
     */
    async publish({
      set,
      id,
      note,
      by,
    }: {
      set: DataSet;
      id: string;
      note: string;
      by: string;
    }): Promise<{ due: string | null }> {
      const upload = await uploadOf(set, id);
      if (upload.report.badge === "refused") throw opendataFailure("opendata.file-refused");
      if (upload.publishedAt !== null || upload.due !== null) throw opendataFailure("opendata.published-already");
      return catalogue.changing(set, async (tx, at) => {
        const former = upload.resource === null ? undefined : (await resources(tx, { id: upload.resource }))[0];
        const resource = upload.resource ?? ids.uuid();
        if (upload.resource === null) await insertResource(tx, { id: resource, set: set.id, title: upload.title, at });
        const { gone, added } = columnChanges(former?.report.columns ?? [], upload.report.columns);
        if (gone.length === 0) {
          await publishWithin(tx, { set, upload, resource, note, by, at });
          return { due: null };
        }
        const due = dueDay(clock.now());
        if ((await insertNotice(tx, { upload: id, resource, gone, added, due, at })) === 0)
          throw opendataFailure("opendata.published-already");
        await insertChange(tx, {
          set: set.id,
          kind: "columns-announced",
          detail: `${due}: -${gone.join(", ")} +${added.join(", ")}`,
          at,
        });
        for (const { subject } of await subscribers(tx, set.id))
          await tx.enqueue(tellJob, { upload: id, subject }, { key: `${id} ${subject}` });
        await tx.audit({
          actor: by,
          action: "opendata.columns-announced",
          target: set.name,
          detail: { upload: id, due, gone, added },
        });
        return { due };
      });
    },

    /** A file whose time is over: the set has it no longer, and its changes say why. */
    end: ({ set, resource, reason, by }: { set: DataSet; resource: string; reason: string; by: string }): Promise<void> =>
      catalogue.changing(set, async (tx, at) => {
        const [known] = await resources(tx, { id: resource });
        if (known?.set !== set.id || (await insertResourceEnd(tx, { resource, reason, by, at })) === 0) return;
        await relist(tx, set.id, set.record, { ...set, at });
        await insertChange(tx, { set: set.id, kind: "ended", detail: `${known.title}: ${reason}`, at });
        await tx.audit({ actor: by, action: "opendata.ended", target: set.name, detail: { resource, reason } });
      }),

    /** Publishes what was announced for today or earlier. */
    async publishDue(): Promise<void> {
      for (const { upload: id, resource, set: setId } of await openNotices(db, { due: taipeiDate(clock.now()) })) {
        const set = await catalogue.live(setId);
        const upload = await uploadOf(set, id);
        await catalogue.changing(set, (tx, at) => publishWithin(tx, { set, upload, resource, note: "", by: "schedule", at }));
      }
    },

    /** Tells one subscriber which columns change, and when. */
    async tell({ upload: id, subject }: { upload: string; subject: string }): Promise<void> {
      const notice = (await openNotices(db, {})).find((one) => one.upload === id);
      if (!notice) return;
      const { name, record } = await catalogue.find(notice.set);
      await notify.send({
        ...{ key: `opendata columns ${id} ${subject}`, to: subject, channel: "mail", template: "opendata-columns" },
        params: {
          title: `${record.title["zh-Hant"]} (${record.title.en})`,
          day: notice.due,
          gone: notice.gone.join(", "),
          added: notice.added.join(", ") || "-",
        },
        link: `/data/${name}`,
      });
    },
    subscribe: (set: DataSet, subject: string) => subscribe(db, { set: set.id, subject, at: instant(clock) }),
    unsubscribe: (set: DataSet, subject: string) => unsubscribe(db, { set: set.id, subject }),
    isSubscriber: (set: DataSet, subject: string) => isSubscriber(db, { set: set.id, subject }),
  };
}
