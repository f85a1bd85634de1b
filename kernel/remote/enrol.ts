import fs from "node:fs";
import path from "node:path";
import type { Clock } from "../clock.ts";

/** PLACEHOLDER until trust lands */
export async function issuePeerCertificate(_o: { authority: string; folder: string; modules: string[]; clock: Clock }): Promise<void> { fs; path; throw new Error("not yet"); }
