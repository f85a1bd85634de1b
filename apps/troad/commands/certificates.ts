import { parseArgs } from "node:util";
import type { PkiOperator } from "@troad/pki/operator";
import type { Command } from "../command.ts";
import { pkiClient, Refused } from "../operator/client.ts";

type Pending = Awaited<ReturnType<PkiOperator["pending"]>>[number];

const options = {
  reason: { type: "string", default: "" },
  data: { type: "string", default: "data" },
  lang: { type: "string", default: "zh-Hant" },
} as const;

const lineOf = ({ id, at, profile, member, organization, key_place, contact, publicKey }: Pending): string =>
  `${id}  ${at}  ${profile} (${key_place})  ${member}  ${organization}  ${contact}\n  public key SHA-256 ${publicKey}`;

export const certificates: Command = {
  help: `usage: troad certificates list
       troad certificates approve|refuse ID --reason=TEXT

list     applications for certificates that wait for a decision, with the digest of their key, for the applicant to confirm
approve  has the certificate issued; the applicant fetches it with the secret that the application gave them
refuse   ends the application; the applicant is told the reason

--data=DIR is the data folder of the process in which the authority runs (default data). Exit code 0: done. 1: refused. 2: not understood.`,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [act, id, ...rest] = positionals;
    const isDecision = (act === "approve" || act === "refuse") && id !== undefined && rest.length === 0 && values.reason !== "";
    if (!isDecision && !(act === "list" && id === undefined)) {
      process.stderr.write(`${certificates.help}\n`);
      return 2;
    }
    const ask = pkiClient(values.data, values.lang);
    try {
      if (!isDecision) process.stdout.write(`${(await ask("pending")).map(lineOf).join("\n")}\n`);
      else {
        const { serial } = await ask("decide", { id, approve: act === "approve", reason: values.reason });
        process.stdout.write(`${serial ?? "refused"}\n`);
      }
      return 0;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
  },
};
