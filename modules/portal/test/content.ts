import fs from "node:fs";
import path from "node:path";

const services = path.resolve(import.meta.dirname, "../../../content/services");

/** The id of the first service of content that people can apply for; which one it is, no test of the portal cares. */
export const firstService: string = fs
  .readdirSync(services)
  .sort()
  .find((id) => fs.existsSync(path.join(services, id, "service.json")))!;
