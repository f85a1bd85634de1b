import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parseCertificates } from "@troad/trust";
import type { Command } from "../command.ts";
import { archivesIn, checkArchives, readBounded } from "../verify/archives.ts";
import { checkContainer, type Told, type Trust } from "../verify/container.ts";
import { erasedWords, invalidWords, stepWords, validWords } from "../verify/words.ts";

export const verify: Command = {
  summary: "check evidence offline: a container, an archive or a folder of archives",
  help: `usage: troad verify FILE|FOLDER [--pki=DIR] [--json]

FILE    an ASiC-E container (XAdES-B-LT, with or without a shared time stamp), one in X-Road's profile, or an archive (.zip)
FOLDER  archives as data/road/archives/AGENCY holds them: their chains and every container in them
DIR     holds root.crt, and for X-Road's profile tsa.crt (default data/demo/pki)

Nothing is fetched. Exit code 0: everything holds. 1: something does not. 2: there was nothing to check.
That the newest archives of a folder were taken away shows only beside their last link, kept elsewhere.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { pki: { type: "string", default: "data/demo/pki" }, json: { type: "boolean", default: false } },
    });
    const [target] = positionals;
    const told = target && positionals.length === 1 ? await check(target, readTrust(values.pki)) : undefined;
    if (!told) {
      process.stderr.write(`${verify.help}\n`);
      return 2;
    }
    process.stdout.write(values.json ? `${JSON.stringify(told)}\n` : inWords(told));
    return told.valid ? 0 : 1;
  },
};

function readTrust(folder: string): Trust {
  const read = (name: string) => {
    const file = path.join(folder, name);
    return fs.existsSync(file) ? parseCertificates(fs.readFileSync(file, "utf8")) : [];
  };
  const roots = parseCertificates(fs.readFileSync(path.join(folder, "root.crt"), "utf8"));
  return { roots, tsas: read("tsa.crt"), intermediates: read("issuing.crt") };
}

async function check(target: string, trust: Trust): Promise<Told | undefined> {
  if (fs.statSync(target).isDirectory()) {
    const names = archivesIn(target);
    return names.length > 0 ? checkArchives(target, names, trust) : undefined;
  }
  if (target.endsWith(".zip")) return checkArchives(path.dirname(target), [path.basename(target)], trust);
  const bytes = readBounded(target);
  return bytes && checkContainer(bytes, trust);
}

function inWords(told: Told): string {
  const lines = told.steps.map(({ step, ok, code, file, detail }) => {
    const about = [file, stepWords[step] ?? step, code && `(${code})`, !ok && detail].filter(Boolean).join("  ");
    return `${ok ? "ok    " : "FAILED"}  ${about}\n`;
  });
  const who = told.signer ? `: ${[told.signer, told.signedAt].filter(Boolean).join(", ")}` : "";
  const erased = (told.erased ?? []).map((name) => `erased  ${name}\n`);
  const holds = erased.length > 0 ? erasedWords : validWords;
  return `${lines.join("")}${erased.join("")}${told.valid ? `VALID ${holds}` : `NOT VALID ${invalidWords}`}${who}\n`;
}
