/** A hash chain over a message and its attachment that was built here once and is kept: what X-Road's samples show, without them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type HashChainInput, verifyHashChain } from "@troad/xroad";
import type { Suite } from "../../kit.ts";
import { Findings } from "../findings.ts";

const suite: Suite = async ({ reference }) => {
  const file = (name: string): Buffer => readFileSync(join(reference, "hashchain", name));
  const verify = (message: Uint8Array) =>
    verifyHashChain(file("result.xml"), {
      inputs: new Map<string, HashChainInput>([
        ["/message.xml", { data: message }],
        ["/attachment1", { data: file("attachment1") }],
      ]),
      chains: new Map([["/sig-hashchain.xml", file("chain.xml")]]),
    });
  const findings = new Findings();
  const outcome = verify(file("message.xml"));
  findings.add("hashchain holds: message and attachment", outcome.ok ? undefined : outcome.code);
  findings.refused("hashchain altered: message", verify(Buffer.from("<altered/>")), "hashchain.reference");
  return findings.result();
};

export default suite;
