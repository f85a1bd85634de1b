import jpeg from "jpeg-js";

export type PhotoOptions = {
  width?: number;
  height?: number;
  background?: number;
  /** Dots an inch that the file states; none by default. */
  dpi?: number;
  /** YYYY-MM-DD in EXIF. */
  takenOn?: string;
  /** Half the side of the box over which every pixel is averaged. */
  blur?: number;
};

/** A drawn portrait as a real JPEG: white ground, an oval head of 3.4 cm with eyes, a mouth and hair, shoulders. */
export function portrait(options: PhotoOptions = {}): Buffer {
  const { width = 413, height = 531, background = 246, blur = 0 } = options;
  const grey = drawn(width, height, background);
  const soft = blur === 0 ? grey : averaged(grey, width, height, blur);
  const data = Buffer.alloc(width * height * 4);
  for (let at = 0; at < soft.length; at++) data.fill(soft[at]!, 4 * at, 4 * at + 3).fill(255, 4 * at + 3, 4 * at + 4);
  return withHeader(Buffer.from(jpeg.encode({ data, width, height }, 92).data), options);
}

/** Rows of crown and chin in the drawing: 3.4 of 4.5 cm. */
export const headOf = (height: number): { crown: number; chin: number } => ({
  crown: Math.round(height * 0.1),
  chin: Math.round(height * (0.1 + 3.4 / 4.5)),
});

function drawn(width: number, height: number, background: number): Uint8Array {
  const pixels = new Uint8Array(width * height).fill(background);
  const { crown, chin } = headOf(height);
  const [cx, cy, rx, ry] = [width / 2, (crown + chin) / 2, width * 0.3, (chin - crown) / 2];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [(x - cx) / rx, (y - cy) / ry];
      const isHead = dx * dx + dy * dy <= 1;
      const isEye = Math.abs(Math.abs(dx) - 0.4) < 0.12 && Math.abs(dy + 0.1) < 0.04;
      const isMouth = Math.abs(dx) < 0.3 && Math.abs(dy - 0.5) < 0.03;
      const isHair = isHead && dy < -0.5;
      const isShoulder = y > height * 0.82 && Math.abs(x - cx) < width * 0.45;
      if (isHair) pixels[y * width + x] = x % 6 < 3 ? 30 : 70;
      else if (isHead) pixels[y * width + x] = isEye || isMouth ? 40 : 180;
      else if (isShoulder) pixels[y * width + x] = 80;
    }
  return pixels;
}

function averaged(grey: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const pass = (from: Uint8Array, step: number, along: (at: number) => number, length: number): Uint8Array =>
    from.map((_, at) => {
      const place = along(at);
      let [sum, count] = [0, 0];
      for (let n = -reach; n <= reach; n++)
        if (place + n >= 0 && place + n < length) {
          sum += from[at + n * step]!;
          count++;
        }
      return Math.round(sum / count);
    });
  const across = pass(grey, 1, (at) => at % width, width);
  return pass(across, width, (at) => Math.floor(at / width), height);
}

/** The encoder writes JFIF without density: the segment is replaced, and EXIF put behind it. */
function withHeader(file: Buffer, { dpi, takenOn }: PhotoOptions): Buffer {
  const length = file.readUInt16BE(4);
  const jfif = Buffer.from(file.subarray(2, 4 + length));
  if (dpi !== undefined) {
    jfif[11] = 1;
    jfif.writeUInt16BE(dpi, 12);
    jfif.writeUInt16BE(dpi, 14);
  }
  return Buffer.concat([
    file.subarray(0, 2),
    jfif,
    takenOn === undefined ? Buffer.alloc(0) : exif(takenOn),
    file.subarray(4 + length),
  ]);
}

function exif(takenOn: string): Buffer {
  const tiff = Buffer.alloc(64);
  tiff.write("II", 0, "latin1");
  tiff.writeUInt16LE(42, 2);
  tiff.writeUInt32LE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number): void => {
    tiff.writeUInt16LE(1, at);
    tiff.writeUInt16LE(tag, at + 2);
    tiff.writeUInt16LE(type, at + 4);
    tiff.writeUInt32LE(count, at + 6);
    tiff.writeUInt32LE(value, at + 10);
  };
  entry(8, 0x8769, 4, 1, 26);
  entry(26, 0x9003, 2, 20, 44);
  tiff.write(`${takenOn.replaceAll("-", ":")} 09:00:00\0`, 44, "latin1");
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([head, Buffer.from("Exif\0\0", "latin1"), tiff]);
}
