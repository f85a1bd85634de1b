import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parseCertificates } from "@troad/trust";
import type { Command } from "../command.ts";
import { archivesIn, checkArchives, readBounded } from "../verify/archives.ts";
import { type CertificateFiles, certificateIn, checkCertificate, checkPdf, signersOf } from "../verify/certificate.ts";
import { checkContainer, type EvidenceReport, type Trust } from "../verify/container.ts";
import { erasedWords, invalidWords, stepWords, validWords } from "../verify/words.ts";

export const verify: Command = {
  help: `usage: troad verify FILE|FOLDER|- [--pki=DIR] [--status=LIST,LIST] [--signers=FILE] [--json]
       troad verify --chains [--checkpoint=FILE] [--agency=A,B --road=ORIGIN --key=KEY] [--json]

FILE    an ASiC-E container (XAdES-B-LT, with or without a shared time stamp), one in X-Road's profile, or an archive (.zip)
        or an agency's certificate: the text of its QR code, its whole form (.jwt), or the sealed PDF; - reads standard input
FOLDER  archives as data/road/archives/AGENCY holds them: their chains and every container in them
LIST    status lists of certificates, as fetched from the address that a certificate names; without it nobody knows whether one was revoked
signers the certificates of agencies' seals, as fetched from /certificates/signers.pem; a status list brings that of its agency
DIR     holds root.crt, and for X-Road's profile tsa.crt (default data/demo/pki)

Nothing is fetched. Exit code 0: everything holds. 1: something does not. 2: there was nothing to check.
That the newest archives of a folder were taken away shows only beside their last link, kept elsewhere.

--chains      every chain of actions and audit entries in the database of this installation (DATABASE_URL, or the PostgreSQL in TROAD_DATA,
              which is started when it does not run), what was published of them, and that each leaf of the public log is accounted for
--checkpoint  a checkpoint of the public log that was kept from an earlier time: the log has to continue it
--agency      the agencies whose own installation this is; only their schemas are checked
--road        the platform's origin, where the public log is elsewhere
--key         the log's verifier key; default: that of the key file in this installation
A checkpoint kept outside of this installation (--json gives it) is the only proof against someone who rewrites database and log together.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        pki: { type: "string", default: "data/demo/pki" },
        status: { type: "string" },
        signers: { type: "string" },
        json: { type: "boolean", default: false },
        chains: { type: "boolean", default: false },
        checkpoint: { type: "string" },
        agency: { type: "string" },
        road: { type: "string" },
        key: { type: "string" },
      },
    });
    if (values.chains && positionals.length === 0) {
      const { checkpoint, road, key, agency } = values;
      // the program's own modules define the chains; checking a container does not need them
      const { chainsInWords, checkChains } = await import("../verify/chains.ts");
      const chains = await checkChains({ checkpoint, road, key }, process.env, agency?.split(","));
      process.stdout.write(values.json ? `${JSON.stringify(chains)}\n` : chainsInWords(chains));
      return chains.valid ? 0 : 1;
    }
    const [target] = positionals;
    const files = (): CertificateFiles => ({
      lists: (values.status?.split(",") ?? []).map((file) => fs.readFileSync(file, "utf8")),
      signers: values.signers === undefined ? [] : signersOf(fs.readFileSync(values.signers, "utf8")),
      now: new Date(),
    });
    const told = target && positionals.length === 1 ? await check(target, readTrust(values.pki), files) : undefined;
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

async function check(target: string, trust: Trust, files: () => CertificateFiles): Promise<EvidenceReport | undefined> {
  if (target === "-") {
    const read = certificateIn(fs.readFileSync(0));
    return read && checkCertificate(read, trust, files());
  }
  if (fs.statSync(target).isDirectory()) {
    const names = archivesIn(target);
    return names.length > 0 ? checkArchives(target, names, trust) : undefined;
  }
  if (target.endsWith(".zip")) return checkArchives(path.dirname(target), [path.basename(target)], trust);
  const bytes = readBounded(target);
  if (!bytes) return undefined;
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") return checkPdf(bytes, trust);
  const certificate = certificateIn(bytes);
  return certificate ? checkCertificate(certificate, trust, files()) : checkContainer(bytes, trust);
}

function inWords(told: EvidenceReport): string {
  const lines = told.steps.map(({ step, ok, code, file, detail }) => {
    const about = [file, stepWords[step] ?? step, code && `(${code})`, !ok && detail].filter(Boolean).join("  ");
    return `${ok ? "ok    " : "FAILED"}  ${about}\n`;
  });
  const who = told.signer ? `: ${[told.signer, told.signedAt].filter(Boolean).join(", ")}` : "";
  const states = Object.entries(told.states ?? {}).map(([name, value]) => `        ${name}: ${value}\n`);
  const erased = (told.erased ?? []).map((name) => `erased  ${name}\n`);
  const holds = erased.length > 0 ? erasedWords : validWords;
  return `${states.join("")}${lines.join("")}${erased.join("")}${told.valid ? `VALID ${holds}` : `NOT VALID ${invalidWords}`}${who}\n`;
}
