import { eidApi } from "@troad/eid/api";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import { evidenceSource } from "@troad/pki/evidence";
import { trustReader } from "@troad/pki/trust";
import { type Checked, checkFile } from "./check.ts";
import { fail } from "./errors.ts";
import type { Received } from "./receive.ts";
import { signTask } from "./sign.ts";
import { deleteExpired, deleteOldest, filesOf, findTask, insertFile, insertTask } from "./store/tasks.ts";

export type ShownFile = { n: number; name: string; size: number; sha256: string; pages: string[] | null };
export type ShownTask = { id: string; signedAt: string | null; hasContainer: boolean; files: ShownFile[] };

export type Signing = {
  /** Keeps files to be shown and signed; gives the id under which they are. */
  begin(subject: string, files: readonly Received[]): Promise<string>;
  find(subject: string, id: string): Promise<ShownTask>;
  sign(id: string, who: { subject: string; pin: string }): Promise<void>;
  /** A file as it was given, or as it was signed; number 0 is the container. */
  bytes(
    subject: string,
    id: string,
    n: number,
    kind: "content" | "signed",
  ): Promise<{ name: string; mime: string; bytes: Buffer } | undefined>;
  check(bytes: Buffer): Promise<Checked>;
  erase(): Promise<void>;
};

/** How long files wait for a signature. */
const waitMs = 3_600_000;
const mostTasks = 10;

export function openSigning(ctx: ModuleContext): Signing {
  const trusted = trustReader(ctx);
  const parts = { ctx, eid: ctx.use(eidApi), evidence: evidenceSource(ctx, trusted) };
  const taskOf = async (subject: string, id: string) => {
    const found = isUuid(id) ? await findTask(ctx.db, { id, subject, now: instant(ctx.clock) }) : undefined;
    if (!found) throw fail("signing.not-found");
    return found;
  };
  return {
    begin: async (subject, files) => {
      const id = ctx.ids.uuid();
      const expires_at = new Date(ctx.clock.now().getTime() + waitMs).toISOString();
      await ctx.db.tx(async (tx) => {
        await insertTask(tx, { id, subject, expires_at });
        for (const [index, file] of files.entries()) await insertFile(tx, id, { ...file, n: index + 1 });
        await deleteOldest(tx, subject, mostTasks);
      });
      return id;
    },
    find: async (subject, id) => {
      const { signed_at: signedAt, container } = await taskOf(subject, id);
      const files = (await filesOf(ctx.db, id)).map(({ content, ...file }) => ({ ...file, size: content.length }));
      return { id, signedAt, hasContainer: container !== null, files };
    },
    sign: async (id, who) => {
      const task = await taskOf(who.subject, id);
      if (task.signed_at === null) await signTask(parts, task, who);
    },
    bytes: async (subject, id, n, kind) => {
      const { container } = await taskOf(subject, id);
      if (n === 0)
        return kind === "signed" && container ? { name: "signed.asice", mime: containerType, bytes: container } : undefined;
      const file = (await filesOf(ctx.db, id)).find((one) => one.n === n);
      const bytes = file?.[kind];
      return file && bytes ? { name: file.name, mime: file.mime, bytes } : undefined;
    },
    check: async (bytes) => checkFile(bytes, await trusted(), ctx.clock.now()),
    erase: async () => {
      await deleteExpired(ctx.db, instant(ctx.clock));
    },
  };
}

const containerType = "application/vnd.etsi.asic-e+zip";
