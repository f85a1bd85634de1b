import fs from "node:fs";
import path from "node:path";
import { root } from "./government.ts";

const folder = path.join(root, "content", "agencies");
const files = fs.readdirSync(folder).map((id) => path.join(folder, id, "agency.json"));
const agencies = files
  .filter((file) => fs.existsSync(file))
  .map((file) => JSON.parse(fs.readFileSync(file, "utf8")) as { subsystems: string[] });

/** How many members content has on the road. */
export const membersOfContent = agencies.length;
/** Members and their subsystems, as `listClients` counts them. */
export const clientsOfContent = agencies.reduce((sum, { subsystems }) => sum + 1 + subsystems.length, 0);

const registersFolder = path.join(root, "content", "registers");
/** The services of the registers that content has for an agency, in order. */
export const registersOfContent = (agency: string): string[] =>
  fs
    .readdirSync(registersFolder)
    .map(
      (id) =>
        JSON.parse(fs.readFileSync(path.join(registersFolder, id, "register.json"), "utf8")) as {
          agency: string | string[];
          service: string;
        },
    )
    .flatMap((register) => ([register.agency].flat().includes(agency) ? [register.service] : []))
    .sort();
