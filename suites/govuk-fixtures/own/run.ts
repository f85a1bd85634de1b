import type { Suite } from "../../kit.ts";
import { compare } from "../run.ts";

/** Two components with markup written here, in the form of the publisher's fixtures. */
const run: Suite = ({ reference }) => compare(reference, ["back-link", "tag"]);
export default run;
