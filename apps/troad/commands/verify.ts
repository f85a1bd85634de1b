import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parseCertificates, verifyContainer } from "@troad/trust";
import type { Command } from "../command.ts";

export const verify: Command = {
  summary: "check an evidence container, offline",
  help: `usage: troad verify FILE.asice [--pki=DIR] [--json]

Checks files, signature, certificate, time stamp and revocation of an ASiC-E container (XAdES-B-LT).
DIR holds root.crt (default data/demo/pki). Exit code 0 only if every step holds.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { pki: { type: "string", default: "data/demo/pki" }, json: { type: "boolean", default: false } },
    });
    const [file] = positionals;
    if (!file || positionals.length !== 1) {
      process.stderr.write(`${verify.help}\n`);
      return 2;
    }
    const roots = parseCertificates(fs.readFileSync(path.join(values.pki, "root.crt"), "utf8"));
    const report = await verifyContainer(fs.readFileSync(file), { roots });
    const told = {
      valid: report.valid,
      signer: report.signer?.memberId ?? null,
      signedAt: report.signedAt?.toISOString() ?? null,
      steps: report.steps.map(({ step, ok, code, detail }) => ({
        step,
        ok,
        ...(code ? { code } : {}),
        ...(detail ? { detail } : {}),
      })),
      files: report.files.map(({ name, ok }) => ({ name, ok })),
    };
    if (values.json) process.stdout.write(`${JSON.stringify(told)}\n`);
    else {
      for (const { step, ok, code } of told.steps)
        process.stdout.write(`${ok ? "ok    " : "FAILED"}  ${step}${code ? `  (${code})` : ""}\n`);
      process.stdout.write(report.valid ? `VALID: sealed by ${told.signer} at ${told.signedAt}\n` : "NOT VALID\n");
    }
    return report.valid ? 0 : 1;
  },
};
