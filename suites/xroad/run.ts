/** X-Road's own sample data (nordic-institute/X-Road, MIT): configurations, hash chains, containers, messages. */
import { join } from "node:path";
import type { Suite } from "../kit.ts";
import { checkContainers } from "./asic.ts";
import { Findings } from "./findings.ts";
import { checkGlobalConf } from "./globalconf.ts";
import { checkHashChains } from "./hashchain.ts";
import { checkMessages } from "./messages.ts";

const suite: Suite = async ({ reference }) => {
  const root = join(reference, "xroad");
  const findings = new Findings();
  checkGlobalConf(join(root, "globalconf"), findings);
  checkHashChains(join(root, "hashchain"), findings);
  await checkContainers(join(root, "asic"), findings);
  await checkMessages(join(root, "proxymessages"), findings);
  return findings.result();
};

export default suite;
