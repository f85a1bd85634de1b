import fs from "node:fs";
import path from "node:path";
import { verifyArchives } from "@troad/trust";
import { checkContainer, type Finding, type Told, type Trust } from "./container.ts";

const archiveName = /^\d{9}\.zip$/;
/** A larger file is not one of ours and is not read into memory. */
const maxFile = 256 << 20;

/** Reads a file of a size that evidence has; undefined for a larger one. */
export function readBounded(file: string): Buffer | undefined {
  return fs.statSync(file).size > maxFile ? undefined : fs.readFileSync(file);
}

/** Verifies a folder of archives, or one archive alone: each container, each archive's chain, and the chain from one to the next. */
export async function checkArchives(folder: string, names: string[], trust: Trust): Promise<Told> {
  const containers: Finding[] = [];
  const report = await verifyArchives(
    names,
    async (name) => readBounded(path.join(folder, name)) ?? Buffer.alloc(0),
    async ({ name, data }) => {
      const told = await checkContainer(data, trust);
      const wrong = told.steps.find(({ ok }) => !ok);
      if (wrong) containers.push({ ...wrong, file: name });
      return wrong?.code;
    },
  );
  const steps = report.steps.map(({ file, ok, code, detail, containers: count }): Finding => {
    const about = detail ?? `${count} containers`;
    return { step: "archive", file, ok, ...(code ? { code } : {}), detail: about };
  });
  return {
    profile: "archives",
    valid: report.valid,
    signer: report.last === undefined ? null : `from ${report.first}, last link ${report.last.slice(0, 16)}`,
    signedAt: null,
    steps: [...steps, ...containers],
    files: report.steps.map(({ file, ok }) => ({ name: file, ok })),
  };
}

/** The archives in a folder; containers that lie there by themselves are not taken for archived ones. */
export const archivesIn = (folder: string): string[] => fs.readdirSync(folder).filter((name) => archiveName.test(name));
