/**
 * MIG 3.1 against its official schemas: what is written here is valid for xmllint, and whatever bends a sample (a value, an element that is
 * missing, twice or too late) is refused exactly where xmllint refuses it, with the path of what was bent.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingsOf, readMig, writeMessageDocument } from "../../packages/invoice/index.ts";
import { type Altered, alteredValues, repeated, swapped, without } from "../../packages/invoice/test/alter.ts";
import { sampleBody, sampleKinds } from "../../packages/invoice/test/samples.ts";
import type { Suite, SuiteResult } from "../kit.ts";

type Document = { name: string; xml: string };

/** The names of those that xmllint accepts. Two of the published schemas have a line that breaks them; `.fixed.xsd` is that line repaired. */
function acceptedBySchema(folder: string, code: string, documents: readonly Document[]): Set<string> {
  const fixed = join(folder, `${code}.fixed.xsd`);
  const schema = existsSync(fixed) ? fixed : join(folder, `${code}.xsd`);
  const scratch = mkdtempSync(join(tmpdir(), "mig-"));
  try {
    const files = documents.map(({ name, xml }) => {
      const file = join(scratch, `${name.replaceAll(/[^\w]/g, "_")}.xml`);
      writeFileSync(file, xml);
      return file;
    });
    const done = spawnSync("xmllint", ["--noout", "--schema", schema, ...files], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = new Set(done.stderr.split("\n"));
    return new Set(documents.filter((_, at) => said.has(`${files[at]} validates`)).map(({ name }) => name));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const kinds31 = sampleKinds.filter(({ version }) => version === "3.1");

const suite: Suite = async ({ reference }) =>
  checkKinds(
    join(reference, "mig-3.1"),
    kinds31.map(({ code }) => code),
  );

export default suite;

/** Messages by their codes against the schemas `CODE.xsd` of a folder. */
export function checkKinds(folder: string, codes: readonly string[]): SuiteResult {
  const passed: string[] = [];
  const failed: { id: string; why: string }[] = [];
  const judge = (id: string, why: string | undefined): void => {
    if (why === undefined) passed.push(id);
    else failed.push({ id, why });
  };
  for (const kind of kinds31.filter(({ code }) => codes.includes(code))) {
    const xml = writeMessageDocument(kind.code, "3.1", sampleBody(kind));
    const bent: (Altered & { group: string })[] = [
      ...alteredValues(xml).map((one) => ({ ...one, group: "altered value" })),
      ...without(xml).map((one) => ({ ...one, group: "altered by absence" })),
      ...repeated(xml).map((one) => ({ ...one, group: "altered by repetition" })),
      ...swapped(xml).map((one) => ({ ...one, group: "altered order" })),
    ];
    const accepted = acceptedBySchema(folder, kind.code, [
      { name: kind.code, xml },
      ...bent.map(({ what, xml: text }) => ({ name: what, xml: text })),
    ]);
    judge(
      `written: ${kind.code}`,
      accepted.has(kind.code) && findingsOf(readMig(Buffer.from(xml))).length === 0 ? undefined : "refused",
    );
    for (const { what, xml: text, path, group } of bent) {
      const schema = findingsOf(readMig(Buffer.from(text))).filter(({ kind: of }) => of === "schema");
      const valid = accepted.has(what);
      const right = valid ? schema.length === 0 : schema.some((one) => one.path === path);
      judge(
        `${group}: ${kind.code} ${what}`,
        right ? undefined : `xmllint ${valid ? "accepts" : "refuses"}; here ${JSON.stringify(schema)}`,
      );
    }
  }
  return { passed, failed };
}
