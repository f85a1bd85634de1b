import { join } from "node:path";
import type { Suite } from "../../kit.ts";
import { checkKinds } from "../run.ts";

/** One message against a schema that was written here. */
const suite: Suite = async ({ reference }) => checkKinds(join(reference, "mig-3.1"), ["A0102"]);

export default suite;
