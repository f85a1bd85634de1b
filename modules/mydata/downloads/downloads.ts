import { formatDateTime } from "@troad/design";
import { type DataSet, dataDomains, ownCopyConsumer, ownCopyPurpose, readDataSets, readRoad } from "@troad/directory";
import { failures, instant, isUuid, type ModuleContext } from "@troad/kernel";
import { signPdf } from "@troad/pades";
import { evidenceSource } from "@troad/pki/evidence";
import type { MemberKey } from "@troad/pki/seal";
import { trustReader } from "@troad/pki/trust";
import { roadApi } from "@troad/road/api";
import { readZip } from "@troad/zip";
import {
  countDownloads,
  type DownloadRow,
  downloadById,
  downloadByKey,
  eraseDownload,
  eraseExpired,
  insertDownload,
  openDownloads,
} from "../store/downloads.ts";
import { encryptedZip, passwordFrom } from "./archive.ts";
import { exporterOf } from "./exporters.ts";
import { type Fetched, type FetchParts, fetchSets } from "./fetch.ts";
import { filesOf, type PackedFile } from "./files.ts";
import { type Kept, lock, unlock } from "./locked.ts";
import { manifestOf, packageOf, zipped } from "./package.ts";
import { dataPdf } from "./pdf.ts";
import { rowsOf, wordsOf } from "./shown.ts";

const fail = failures({
  "mydata.no-national-id": 409,
  "mydata.download-unknown": 404,
  "mydata.too-many-downloads": 429,
  "mydata.busy": 503,
});
/** As long as Taiwan's MyData keeps what it relays. */
const keptMs = 8 * 3_600_000;
const hourMs = 3_600_000;
const mostAnHour = 20;
const mostAtOnce = 8;
const mostShown = 20;
const limits = { archiveBytes: 64 << 20, entries: 300, entryBytes: 32 << 20, totalBytes: 64 << 20 };

export type Download = Omit<DownloadRow, "sealed"> & { password: string | null; files: string[] };
export type Wanted = {
  subject: string;
  name: string;
  nationalId: string | null;
  /** Made by the page that asks: the same key again is the same download. */
  key: string;
  sets: readonly DataSet[];
  lang: string;
};
export type Downloads = ReturnType<typeof openDownloadService>;

/** Copies of a person's own data: fetched over the road under consents of theirs, packed, sealed and kept encrypted for eight hours. */
export function openDownloadService(
  ctx: ModuleContext,
  { grant, seal, secret }: { grant: FetchParts["grant"]; seal: () => MemberKey; secret: string },
) {
  const road = readRoad(ctx.content);
  const sets = readDataSets(ctx.content);
  for (const set of sets) exporterOf(set);
  const trusted = trustReader(ctx);
  const evidence = evidenceSource(ctx, trusted);
  const roots = async () => (await trusted()).roots;
  const parts = {
    ...{ grant, instance: road.instance, member: road.platform.member, consumer: ownCopyConsumer(road), purpose: ownCopyPurpose },
    consumerUrl: (member: string) => ctx.use(roadApi).consumerUrl(member),
  };
  let building = 0;

  async function create(wanted: Wanted): Promise<string> {
    const { subject, key, nationalId } = wanted;
    const known = await downloadByKey(ctx.db, subject, key);
    if (known) return known.id;
    if (nationalId === null) throw fail("mydata.no-national-id");
    const now = ctx.clock.now();
    if ((await countDownloads(ctx.db, subject, new Date(now.getTime() - hourMs).toISOString())) >= mostAnHour)
      throw fail("mydata.too-many-downloads");
    if (building >= mostAtOnce) throw fail("mydata.busy");
    building += 1;
    try {
      return await build({ ...wanted, nationalId }, now);
    } finally {
      building -= 1;
    }
  }

  async function build(wanted: Wanted & { nationalId: string }, now: Date): Promise<string> {
    const { subject, key, name, nationalId, lang } = wanted;
    const id = ctx.ids.uuid();
    const at = now.toISOString();
    const fetched = await fetchSets(parts, { id, subject, nationalId, sets: wanted.sets });
    const words = wordsOf(ctx.texts, lang);
    const patient = { name, nationalId };
    const pdf = await sealed(dataPdf(readable(fetched, { name, at, lang })));
    const files: PackedFile[] = [
      { name: "my-data.pdf", data: pdf },
      ...fetched.flatMap((one) => filesOf(one, { words, at, patient, exporter: exporterOf(one.set) })),
    ];
    const outcomes = fetched.map(({ id: set, code, asOf, reason }) => ({ id: set, code, asOf, reason }));
    const named = fetched.map(({ set, id: of, code, asOf, reason }) => ({ id: of, code, asOf, reason, name: words.name(set) }));
    const items = await packageOf({ seal, evidence, roots }, files, manifestOf(files, named, at));
    const kept: Kept = { package: zipped(items), password: passwordFrom((bytes) => ctx.ids.random(bytes)) };
    const row = {
      ...{ id, subject, key, at, expires_at: new Date(now.getTime() + keptMs).toISOString(), sets: outcomes },
      sealed: lock(secret, id, kept, (bytes) => ctx.ids.random(bytes)),
    };
    await ctx.db.tx(async (tx) => {
      if (!(await insertDownload(tx, row))) return;
      const detail = { sets: outcomes.map(({ id: set, code }) => `${set} ${code}`) };
      await tx.audit({ actor: subject, action: "mydata.download", target: id, detail });
    });
    // the same form sent twice at once: the first one counts
    return (await downloadByKey(ctx.db, subject, key))?.id ?? id;
  }

  const sealed = async (pdf: Buffer): Promise<Buffer> => {
    const { signer, certificate } = seal();
    return signPdf(pdf, {
      ...{ signer, chain: [certificate, ...(await evidence.above(certificate))], signingTime: ctx.clock.now() },
      ...{ timestamp: evidence.timestamp, status: evidence.status },
    });
  };

  const readable = (fetched: readonly Fetched[], { name, at, lang }: { name: string; at: string; lang: string }) => {
    const t = ctx.texts.translator(lang);
    const words = wordsOf(ctx.texts, lang);
    return {
      title: t("mydata.pdf.title"),
      lead: [t("mydata.pdf.lead", { name, at: formatDateTime(at, { lang }) })],
      foot: t("mydata.pdf.foot"),
      parts: fetched.map((one) => {
        const { columns, rows } = rowsOf(one.set, one.records, words);
        const lines = rows.flatMap((row, index) => [
          ...(index > 0 ? [{ label: "", value: "" }] : []),
          ...row.map((value, column) => ({
            label: columns[column]!.label,
            value: value === null || value === "" ? "－" : String(value),
          })),
        ]);
        const none = { label: "", value: t(`mydata.download.code.${one.code}`) };
        return { title: words.name(one.set), about: words.about(one.set), lines: one.code === 200 ? lines : [none] };
      }),
    };
  };

  const keptOf = async (subject: string, id: string): Promise<{ row: DownloadRow; kept: Kept | null }> => {
    const row = isUuid(id) ? await downloadById(ctx.db, subject, id) : undefined;
    if (!row) throw fail("mydata.download-unknown");
    const open = row.sealed !== null && Date.parse(row.expires_at) > ctx.clock.now().getTime();
    return { row, kept: open && row.sealed ? unlock(secret, id, row.sealed) : null };
  };
  const entriesOf = (kept: Kept) => readZip(kept.package, { limits, isSafeName: () => true });

  return {
    sets,
    domains: dataDomains,
    words: (lang: string) => wordsOf(ctx.texts, lang),
    create,
    /** Fetches sets for someone whom the person shows them; the caller keeps them. */
    fetchFor: (asked: Parameters<typeof fetchSets>[1]) => fetchSets(parts, asked),
    /** One set as a package that proves itself, for someone whom its person lets have it. */
    setPackage: async (fetched: Fetched, { lang, nationalId }: { lang: string; nationalId: string }): Promise<Buffer> => {
      const [words, at] = [wordsOf(ctx.texts, lang), instant(ctx.clock)];
      const patient = { name: "", nationalId };
      const files = filesOf(fetched, { words, at, patient, exporter: exporterOf(fetched.set) });
      const named = [
        { id: fetched.id, code: fetched.code, asOf: fetched.asOf, reason: fetched.reason, name: words.name(fetched.set) },
      ];
      return zipped(await packageOf({ seal, evidence, roots }, files, manifestOf(files, named, at)));
    },
    find: async (subject: string, id: string): Promise<Download> => {
      const { row, kept } = await keptOf(subject, id);
      const { sealed: _sealed, ...shown } = row;
      const files = kept ? entriesOf(kept).map(({ name }) => name) : [];
      return { ...shown, password: kept?.password ?? null, files };
    },
    open: (subject: string) => openDownloads(ctx.db, subject, instant(ctx.clock), mostShown),
    /** A file of the package, the package itself (`package`) or the encrypted archive (`archive`). */
    file: async (subject: string, id: string, name: string): Promise<Buffer> => {
      const { kept } = await keptOf(subject, id);
      if (!kept) throw fail("mydata.download-unknown");
      if (name === "package") return kept.package;
      const entries = entriesOf(kept);
      if (name === "archive") return encryptedZip(entries, kept.password);
      const found = entries.find((entry) => entry.name === name);
      if (!found) throw fail("mydata.download-unknown");
      return found.data;
    },
    erase: async (subject: string, id: string): Promise<void> => {
      const { row } = await keptOf(subject, id);
      await ctx.db.tx(async (tx) => {
        if ((await eraseDownload(tx, subject, row.id, instant(ctx.clock))) > 0)
          await tx.audit({ actor: subject, action: "mydata.download-erased", target: row.id });
      });
    },
    eraseExpired: () => eraseExpired(ctx.db, instant(ctx.clock)),
  };
}
