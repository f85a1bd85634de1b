import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import type { Catalogue } from "./catalogue.ts";
import { opendataFailure } from "./domain/errors.ts";
import type { Keys } from "./keys.ts";
import {
  type ApplicationRow,
  applications,
  endApplication,
  insertApplication,
  type StorageRow,
  storage,
} from "./store/gallery.ts";

export type { ApplicationRow, StorageRow };
export type Gallery = ReturnType<typeof openGallery>;
type Parts = Pick<ModuleContext, "db" | "clock" | "ids"> & { catalogue: Catalogue; keys: Keys };
const mostOfOne = 20;

/** Applications that developers made with the data, each under a key of theirs; and what the data sets take up. */
export function openGallery({ db, clock, ids, catalogue, keys }: Parts) {
  return {
    list: (by: { subject?: string; before?: string; limit: number }) => applications(db, by),
    storage: (by: { before?: string; limit: number }) => storage(db, by),
    async show(one: { key: string; subject: string; title: string; body: string; url: string; set: string }): Promise<void> {
      const { subject, title, body, url } = one;
      const missing = title === "" ? "title" : body === "" ? "body" : undefined;
      if (missing) throw opendataFailure("opendata.record-invalid", { field: missing });
      if (!URL.canParse(url) || new URL(url).protocol !== "https:")
        throw opendataFailure("opendata.record-invalid", { field: "url" });
      const key = (await keys.mine(subject)).find(({ id, ended }) => id === one.key && ended === null);
      if (!key) throw opendataFailure("opendata.record-invalid", { field: "key" });
      if ((await applications(db, { subject, limit: mostOfOne })).length >= mostOfOne) throw opendataFailure("opendata.quota");
      const set = one.set === "" ? null : (await catalogue.live(one.set)).id;
      await insertApplication(db, { id: ids.uuid(), key: key.id, subject, title, body, url, set, at: instant(clock) });
    },
    async end(id: string, subject: string): Promise<void> {
      if (!isUuid(id) || (await endApplication(db, { id, subject, at: instant(clock) })) === 0)
        throw opendataFailure("opendata.not-found");
    },
  };
}
