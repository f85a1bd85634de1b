import fs from "node:fs";

/** Applications and what is still to be told of them, in one file: what was acknowledged survives the end of this program. An agency would have a database. */
export function openOutbox(file, send) {
  const state = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : { applications: {}, waiting: [] };
  let isSending = false;
  const save = () => {
    fs.writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  };
  /** Tells what waits, in its order; what could not be told is told again later, under the same name. */
  const flush = async () => {
    if (isSending) return;
    isSending = true;
    try {
      while (state.waiting.length > 0) {
        const [first] = state.waiting;
        await send(first);
        state.waiting.shift();
        save();
      }
    } catch (error) {
      console.error(`not told yet: ${error.code ?? error.message}`);
    } finally {
      isSending = false;
    }
  };
  setInterval(flush, 2_000).unref();
  setImmediate(flush);
  return {
    applications: state.applications,
    /** Records what happened before anybody is told of it. */
    record: (reference, change, event) => {
      state.applications[reference] = { ...state.applications[reference], ...change };
      state.waiting.push({ reference, event, state: change.state, at: new Date().toISOString() });
      save();
      void flush();
    },
  };
}
