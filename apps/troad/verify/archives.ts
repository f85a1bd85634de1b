import fs from "node:fs";
import path from "node:path";
import { type ArchivedFile, readAsice, verifyArchives } from "@troad/trust";
import { checkContainer, type EvidenceReport, type Finding, type Trust } from "./container.ts";

const archiveName = /^\d{9}\.zip$/;
/** A larger file cannot be one of ours and is not read into memory. */
const maxFile = 256 << 20;

/** Reads a file up to the maximum size of evidence; undefined for a larger one. */
export function readBounded(file: string): Buffer | undefined {
  return fs.statSync(file).size > maxFile ? undefined : fs.readFileSync(file);
}

/** Verifies a folder of archives, or a single archive: each container, each archive's chain, and the chain from one archive to the next. */
export async function checkArchives(folder: string, names: string[], trust: Trust): Promise<EvidenceReport> {
  const containers: Finding[] = [];
  const report = await verifyArchives(
    names,
    async (name) => readBounded(path.join(folder, name)) ?? Buffer.alloc(0),
    async (file) => {
      const told = await checkContainer(file.data, trust);
      const wrong = told.steps.find(({ ok }) => !ok) ?? erasureFault(file, told);
      if (wrong) containers.push({ ...wrong, file: file.name });
      return wrong?.code;
    },
    trust.roots,
  );
  const steps = report.steps.map(({ file, ok, code, detail, containers: count }): Finding => {
    const about = detail ?? `${count} containers`;
    return { step: "archive", file, ok, ...(code ? { code } : {}), detail: about };
  });
  const erased = report.steps.flatMap(({ file, erased: bodies, gone }) => [
    ...(bodies > 0 ? [`${file}: bodies of ${bodies}`] : []),
    ...(gone > 0 ? [`${file}: ${gone} containers`] : []),
  ]);
  return {
    profile: "archives",
    valid: report.valid,
    signer: report.last === undefined ? null : `from ${report.first}, last link ${report.last.slice(0, 16)}`,
    signedAt: null,
    steps: [...steps, ...containers],
    files: report.steps.map(({ file, ok }) => ({ name: file, ok })),
    ...(erased.length > 0 ? { erased } : {}),
  };
}

/**
 * The chain does not cover a container that replaced another one. It must be the proof of the very exchange that its name says, without a
 * body, so that an erasure can only be replaced by an erasure.
 */
function erasureFault({ name, data, isErased }: ArchivedFile, told: EvidenceReport): Finding | undefined {
  if (!isErased) return undefined;
  const contents = readAsice(data);
  const head = contents.ok ? contents.value.files.find((file) => file.name === "response.http")?.data : undefined;
  const [, id] = /^x-road-id:(.*)$/im.exec(head?.toString("utf8") ?? "") ?? [];
  const isSame = id !== undefined && name.replace(/^\d+-/, "").startsWith(`${id.trim().replace(/[^A-Za-z0-9-]/g, "-")}-`);
  const hasBody = !contents.ok || contents.value.files.some((file) => /^(request|response)-body\./.test(file.name));
  if (isSame && told.erased && !hasBody) return undefined;
  return { step: "archive", ok: false, code: "archive.not-erased", detail: isSame ? "holds a body" : "another exchange" };
}

/** The archives in a folder; loose containers in it do not count as archived. */
export const archivesIn = (folder: string): string[] => fs.readdirSync(folder).filter((name) => archiveName.test(name));
