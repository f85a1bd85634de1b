const chinese =
  "請問 想問 問一 一下 可以 可不 以嗎 不可 怎麼 麼辦 怎樣 如何 什麼 甚麼 為什 是不 不是 要不 不要 需要 會不 不會 有沒 沒有 還是 還要 還能 還可 多少 少錢 我的 你的 他的 這個 那個 這樣 那樣 如果 因為 所以 " +
  "但是 而且 或是 或者 就是 可能 應該 已經 現在 今年 去年 明年 我要 我想 我有 我們 他們 你們 自己 知道 謝謝 各位 大家 拜託 幫我 告訴 一個 一定 一樣 這種 那種 的話 時候 之後 以後 之前 以前 然後 比較 真的 " +
  "到底 應不 該怎 要怎 要去 要跟 能不 不能 是否 要如 哪裡 哪裏 哪些 哪一 幾個 嗎我 我在 我是 是要 要是 對嗎 好嗎 是嗎 會怎 會有 會被 有什 麼時 候要 那要 這要 不用 用嗎 要嗎 的嗎 了嗎 呢我 想請 請教 問題 " +
  "關於 有關 能嗎 行嗎 算是 算不 時間 麼做 怎辦 咧怎 為何 何時 麼要 可否";
const english =
  "a an the i im i'm ive me my mine we us our you your he she it its they them their is am are was were be been being do " +
  "does did done have has had having can could may might must shall should will would to of in on at for from by with about " +
  "into as and or but if so than then that this these those there here what when where which who whom whose why how much " +
  "many any some no not only just also too very please tell help hi hello thanks thank get got need want know out up over " +
  "after before while because per each am don't dont doesn't doesnt isn't can't cant won't let go going taiwan taiwanese " +
  "one";

/** Pairs and words that questions of every kind hold. */
export const stopWords: ReadonlySet<string> = new Set(`${chinese} ${english}`.split(/\s+/));
