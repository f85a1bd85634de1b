/** Characters of this field that sound alike and are mistaken for each other when typed; each group stands for one sound. */
const groups =
  "稅睡歲說碎 報抱爆暴豹保寶飽堡 繳腳角攪矯交教叫膠 扣叩寇 除廚儲鋤儲處 額鵝娥惡 贈增曾憎 與予雨於餘魚語 產鏟剷 遺移怡宜疑 房防妨方放 屋烏污 地第弟低底抵遞 契氣棄器企期其奇齊起 印應引 牌排派 照罩趙找 發法罰乏 票漂飄 " +
  "營迎贏盈螢 業葉頁夜 申身深伸神審 免勉面 扶福服浮符撫輔府 養氧癢樣 親欽勤 屬鼠署書數 列烈裂 舉矩具據聚 標彪表 準准 薪新心辛信 資姿諮滋自字子 利立力歷例 息習席希戲 股古骨鼓顧 租足族 金今津經晉 險顯限線現 捐涓 醫一依衣易義 " +
  "費廢肺非 滯治制至致直值職質執支 納那拿 復複附負付 查察茶差 訴素宿 退推腿 補捕不部 載在再 獎講將 登燈等 記計紀技繼際 住助注主著 土圖途 價加家假 綜宗總 合和河 戶護互 配陪培 虧愧 憑平評 證正政爭徵 進近盡 銷消小校 " +
  "項向像相 零靈領 率律綠旅 分份紛 逾於餘 延言沿研 長常場 同統通童 雲運 開凱 立例 買賣麥 境靜竟敬 欠遷千簽 書輸 退推 婚昏 嫁架 車扯 捨社設 學穴 攤貪灘 店墊電 公工功供";

/** The group of a character, or the character itself. */
const soundOf = new Map(
  groups
    .split(/\s+/)
    .flatMap((group, at) => [...group].map((character) => [character, String.fromCharCode(0xe000 + at)] as const)),
);

/** The same key for words that sound alike. */
export const soundKey = (word: string): string => [...word].map((character) => soundOf.get(character) ?? character).join("");
