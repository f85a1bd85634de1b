import type { Scene } from "../scene.ts";

/** One fault: what happens, while people and agencies are at work, until all is as it was. `load` counts under its name from before it to its end. */
export type Breakdown = {
  name: string;
  /** As the table in `deploy/README.md` calls it. */
  title: string;
  /** Work that was intended: nobody may notice. */
  planned?: boolean;
  act(scene: Scene): Promise<void>;
};
