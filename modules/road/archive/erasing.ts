import { open, readFile } from "node:fs/promises";
import path from "node:path";
import { eraseInArchive, readArchive, readAsice } from "@troad/trust";
import { readXroadContainer } from "@troad/xroad";
import { isBodyFile } from "../gateway/files.ts";
import type { Gateway } from "../gateway/gateway.ts";
import { readKeptAt } from "../gateway/log/read-kept.ts";
import { buildEvidence } from "../gateway/sealing/evidence.ts";
import { erasuresAfter } from "../store/erasure.ts";
import { archiveName, archivesIn, replaceFile } from "./folder.ts";

/** The last erasure that the archives of a folder have followed. If the file is lost, all are checked again. */
const followedName = "erasures-followed";
const perRound = 500;

type Erasure = Awaited<ReturnType<typeof erasuresAfter>>[number];

/**
 * Removes from archives the bodies that were erased in the message log after archiving; gives whether there may be more. Only the writer of
 * the folder's archives calls it. Work interrupted by a kill is repeated.
 */
export async function eraseInArchives(gateway: Gateway, folder: string): Promise<boolean> {
  const names = await archivesIn(folder);
  if (names.length === 0) return false;
  const followed = Number(await readFile(path.join(folder, followedName), "utf8").catch(() => "0")) || 0;
  const due = await erasuresAfter(gateway.db, followed, perRound);
  const last = due.at(-1);
  if (!last) return false;
  const newest = await uptoOf(folder, names.at(-1)!);
  const byArchive = new Map<string, Erasure[]>();
  // whatever is archived from now on is read without its body
  for (const one of due.filter(({ place, isAnswered }) => isAnswered && place <= newest)) {
    const name = await archiveOf(folder, names, one.place);
    byArchive.set(name, [...(byArchive.get(name) ?? []), one]);
  }
  const [oldest] = names;
  if (oldest !== archiveName(1) && byArchive.has(oldest!))
    gateway.ctx.log.warn(
      { agency: gateway.agency.id, file: oldest },
      "archives before this one are elsewhere: erasures do not reach them",
    );
  for (const [name, erasures] of byArchive) await eraseIn(gateway, folder, name, erasures);
  await replaceFile(folder, followedName, Buffer.from(String(last.erasure)));
  return due.length === perRound;
}

async function eraseIn(gateway: Gateway, folder: string, file: string, erasures: readonly Erasure[]): Promise<void> {
  const opened = readArchive(await readFile(path.join(folder, file)));
  if (!opened.ok) throw new Error(`${file} is not an archive any more: ${opened.code} ${opened.detail ?? ""}`);
  const byPlace = new Map(erasures.map((one) => [one.place, one]));
  const replaced = new Map<string, Buffer | undefined>();
  for (const { name, data, isErased } of opened.value.files) {
    const erasure = byPlace.get(Number.parseInt(name, 10));
    if (isErased || !erasure) continue;
    const held = bodyIn(data);
    // X-Road's form has no container for a message whose body is missing: only its digest stays in the chain
    if (held === "message") replaced.set(name, undefined);
    if (held === "file") replaced.set(name, await proofOf(gateway, erasure));
  }
  const { signer, chain } = gateway.identity.seal;
  const at = gateway.ctx.clock.now();
  const erased = await eraseInArchive(opened.value, replaced, { at, signer, chain });
  if (!erased) return;
  // logged before it is done: after a kill it may be logged twice, but never not at all
  await gateway.db.tx((tx) =>
    tx.audit({ actor: "archiver", action: "road.archive-erased", target: file, detail: { containers: [...replaced.keys()] } }),
  );
  await replaceFile(folder, file, erased);
}

/** The evidence of an exchange as the log has it now. */
async function proofOf(gateway: Gateway, { exchange_id: id, place }: Erasure): Promise<Buffer> {
  const [kept] = await readKeptAt(gateway, [place]);
  const evidence = await buildEvidence(gateway, kept!, { sharedIsEnough: true });
  const container = evidence.state === "sealed" ? evidence.container : undefined;
  if (!container || bodyIn(container)) throw new Error(`no evidence of ${id} without its body: ${evidence.state}`);
  return container;
}

/** A body as a separate file, or inside a message of X-Road's form, which is useless without it. */
function bodyIn(container: Buffer): "file" | "message" | undefined {
  if (readXroadContainer(container).ok) return "message";
  const contents = readAsice(container);
  if (!contents.ok) throw new Error(`a container in an archive cannot be read: ${contents.code}`);
  return contents.value.files.some(({ name }) => isBodyFile(name)) ? "file" : undefined;
}

/** The archive that contains a position of the message log: of several, the first that reaches far enough. */
async function archiveOf(folder: string, names: readonly string[], place: number): Promise<string> {
  let [low, high] = [0, names.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((await uptoOf(folder, names[middle]!)) >= place) high = middle;
    else low = middle + 1;
  }
  return names[low]!;
}

/** How far an archive reaches, from its beginning, which contains the linking file. */
async function uptoOf(folder: string, file: string): Promise<number> {
  const handle = await open(path.join(folder, file), "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2_048), 0, 2_048, 0);
    const [, upto] = /^upto (\d+)$/m.exec(buffer.toString("latin1", 0, bytesRead)) ?? [];
    if (!upto) throw new Error(`${file} is not an archive any more`);
    return Number(upto);
  } finally {
    await handle.close();
  }
}
