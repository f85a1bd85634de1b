import path from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@troad/kernel";
import { CeremonyRefused, holdCeremony, type SignedTranscript } from "@troad/pki/authority";
import type { Command } from "../command.ts";

const options = {
  person: { type: "string", multiple: true, default: [] as string[] },
  root: { type: "boolean", default: false },
  after: { type: "string", default: "180" },
  token: { type: "string" },
  data: { type: "string", default: "data" },
  json: { type: "boolean", default: false },
} as const;

/** Longer than a reader of the trust anchors may hold them, whatever PKI_TRUST_SECONDS says. */
const mostSeconds = 30 * 86_400;

export const ceremony: Command = {
  help: `usage: troad ceremony begin  --person=NAME --person=NAME [--token=URI] [--data=DIR] [--json]
       troad ceremony rotate --person=NAME --person=NAME [--root] [--after=SECONDS] [--token=URI] [--data=DIR] [--json]

begin   makes the certification authority's root, issuing, responder and time-stamping keys, before its first start
rotate  makes the next issuing key, with --root under a new root and with cross certificates in both directions; running processes
        take it over within a second, publish it, and issue with it after --after seconds (default 180), which must be more than
        PKI_TRUST_SECONDS, so that everybody who verifies knows it by then

Two people have to be named. The transcript is printed and kept beside the keys, signed with the new issuing key; each names the one
before. --token is the RFC 7512 URI of a PKCS#11 token without object, as in PKI_TOKEN; without it keys are encrypted files. A root key
in a file may be taken away afterwards and brought back for the next ceremony. Exit code 0: done. 1: refused. 2: not understood.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [act, ...rest] = positionals;
    const after = /^\d{1,8}$/.test(values.after) ? Number(values.after) : -1;
    if ((act !== "begin" && act !== "rotate") || rest.length > 0 || after < 0 || after > mostSeconds) {
      process.stderr.write(`${ceremony.help}\n`);
      return 2;
    }
    const place = { folder: path.resolve(values.data, "pki"), clock: systemClock, token: values.token };
    try {
      const held = await holdCeremony(place, { act, people: values.person, root: values.root, afterMs: after * 1_000 });
      process.stdout.write(values.json ? `${JSON.stringify(held)}\n` : `${told(held)}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof CeremonyRefused)) throw error;
      process.stderr.write(`refused: ${error.message}\n`);
      return 1;
    }
  },
};

function told({ transcript, signature }: SignedTranscript): string {
  const { act, at, people, keys, made, issuesFrom, previous } = transcript;
  const lines = made.flatMap(({ name, subject, serial, sha256, key, notAfter }) => [
    `${name}: ${subject}, serial ${serial}, until ${notAfter}`,
    `  certificate SHA-256 ${sha256}`,
    `  public key  SHA-256 ${key}`,
  ]);
  return [
    `Key ceremony: ${act} at ${at}, keys in ${keys}`,
    `Present: ${people.join(", ")}`,
    ...lines,
    `Issues from ${issuesFrom}. Transcript before: ${previous ?? "none"}`,
    `Signature ${signature}`,
  ].join("\n");
}
