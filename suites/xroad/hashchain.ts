/** The five samples of X-Road's hash chain verifier, by their names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type HashChainInput, verifyHashChain } from "@troad/xroad";
import type { Findings } from "./findings.ts";

/** The second sample has made-up digests of one byte in place of data. */
const digests = (...bytes: number[]): HashChainInput[] => bytes.map((byte) => ({ hash: "sha256", digest: Buffer.from([byte]) }));
const names = ["/message.xml", "/attachment1", "/attachment2", "/attachment3"];

interface Sample {
  readonly id: string;
  readonly result: string;
  readonly chains: readonly string[];
  readonly inputs: readonly HashChainInput[];
  readonly code?: string;
}

export function checkHashChains(root: string, findings: Findings): void {
  const file = (name: string): Buffer => readFileSync(join(root, `hc-verifier${name}.xml`));
  const data = (name: string): HashChainInput[] => [{ data: file(name) }];
  const samples: Sample[] = [
    { id: "hc-verifier1", result: "1", chains: ["1-hashchain"], inputs: data("1-message") },
    { id: "hc-verifier2", result: "2", chains: ["2-hashchain"], inputs: digests(11, 12, 13, 14) },
    { id: "hc-verifier3", result: "3", chains: ["3-hashchain"], inputs: data("3-message") },
    {
      id: "hc-verifier3-invalid",
      result: "3",
      chains: ["3-hashchain-invalid"],
      inputs: data("3-message"),
      code: "hashchain.reference",
    },
    { id: "hc-verifier4", result: "4", chains: ["4-hashchain1", "4-hashchain2"], inputs: data("4-message") },
    {
      id: "hc-verifier5-invalid-schema",
      result: "3",
      chains: ["5-hashchain-invalid-schema"],
      inputs: data("3-message"),
      code: "hashchain.malformed",
    },
  ];
  for (const { id, result, chains, inputs, code } of samples) {
    const documents = new Map(
      chains.map((name, index) => [index === 0 ? "/hashchain.xml" : `/hashchain${index + 1}.xml`, file(name)]),
    );
    const verify = (given: readonly HashChainInput[]) =>
      verifyHashChain(file(`${result}-hashchainresult`), {
        inputs: new Map(given.map((input, index) => [names[index] ?? "", input])),
        chains: documents,
      });
    if (code !== undefined) {
      findings.refused(`hashchain ${code}: ${id}`, verify(inputs), code);
      continue;
    }
    const outcome = verify(inputs);
    findings.add(`hashchain holds: ${id}`, outcome.ok ? undefined : outcome.code);
    const other: HashChainInput =
      "data" in (inputs[0] ?? {}) ? { data: Buffer.from("<altered/>") } : { hash: "sha256", digest: Buffer.from([99]) };
    findings.refused(`hashchain altered: ${id}`, verify([other, ...inputs.slice(1)]), "hashchain.reference");
  }
}
