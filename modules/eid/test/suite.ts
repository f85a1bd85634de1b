import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const reference = process.env.TROAD_REFERENCE ?? path.join(import.meta.dirname, "..", "..", "..", "..", "shared", "reference");
const list = path.join(reference, "specs", "oidf-op-test-modules.md");

/** Modules of the OpenID conformance suite that test a provider, each as a test of the same name or with a reason why there is none. */
export class Suite {
  readonly tested = new Set<string>();
  readonly reasons = new Map<string, string>();
  readonly section: string;
  readonly prefix: string;
  constructor(section: string, prefix: string) {
    this.section = section;
    this.prefix = prefix;
  }

  module(name: string, check: () => Promise<void>): void {
    this.tested.add(`${this.prefix}${name}`);
    test(`${this.prefix}${name}`, check);
  }

  /** The same check stands for several modules. */
  modules(names: string[], check: () => Promise<void>): void {
    for (const name of names.slice(1)) this.tested.add(`${this.prefix}${name}`);
    this.tested.add(`${this.prefix}${names[0]}`);
    test(names.map((name) => `${this.prefix}${name}`).join(", "), check);
  }

  notFor(reason: string, ...names: string[]): void {
    for (const name of names) this.reasons.set(`${this.prefix}${name}`, reason);
  }

  /** Every module of the suite's list is accounted for; says how many. */
  account(): void {
    const skip = fs.existsSync(list) ? false : `no ${path.basename(list)} in the reference folder`;
    test(`every module of ${this.section} that tests a provider has a test or a reason`, { skip }, () => {
      const text = fs.readFileSync(list, "utf8");
      const part = text.split(/^## /m).find((one) => one.startsWith(`${this.section}\n`)) ?? "";
      const names = [...part.matchAll(/^- `([^`]+)`/gm)].map(([, name = ""]) => name);
      // modules that play the provider test a client
      const ours = names.filter((name) => !/-client-(test-|refresh-token-test)/.test(name));
      const missing = ours.filter((name) => !this.tested.has(name) && !this.reasons.has(name));
      if (missing.length > 0) throw new Error(`neither test nor reason: ${missing.join(", ")}`);
      const tested = ours.filter((name) => this.tested.has(name)).length;
      console.log(`${this.section}: ${ours.length} modules, ${tested} tested, ${ours.length - tested} with a reason`);
    });
  }
}
