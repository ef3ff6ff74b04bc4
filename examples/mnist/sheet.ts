// The sheet of misclassified digits: ink on paper, under each what it is (green) and what the model said (red).
import { encode } from "fast-png";

export interface Mistake {
  /** 784 numbers from 0 (paper) to 1 (ink). */
  pixels: ArrayLike<number>;
  truth: number;
  said: number;
}

const COLUMNS = 12;
const SIDE = 28; // of a digit, in its own pixels
const ZOOM = 3;
const CAPTION = 30;
const GAP = 16;

type Color = readonly [number, number, number];
const PAPER: Color = [250, 249, 245];
const GREEN: Color = [31, 122, 61];
const RED: Color = [201, 42, 42];
const GREY: Color = [140, 140, 150];

/** The picture, as a PNG file. With no mistakes it is blank. */
export function drawSheet(mistakes: Mistake[]): Uint8Array {
  const rows = Math.max(1, Math.ceil(mistakes.length / COLUMNS));
  const wide = SIDE * ZOOM + GAP;
  const high = SIDE * ZOOM + CAPTION + GAP;
  const sheet = new Sheet(COLUMNS * wide + GAP, rows * high + GAP);
  mistakes.forEach(({ pixels, truth, said }, i) => {
    const x = GAP + (i % COLUMNS) * wide;
    const y = GAP + Math.floor(i / COLUMNS) * high;
    sheet.digit(x, y, pixels);
    const under = y + SIDE * ZOOM + 6;
    sheet.glyph(x + 12, under, String(truth), GREEN);
    sheet.glyph(x + 35, under, "→", GREY);
    sheet.glyph(x + 58, under, String(said), RED);
  });
  return sheet.png();
}

/** RGB pixels, row by row. */
class Sheet {
  private readonly data: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 3);
    for (let i = 0; i < this.data.length; i++) this.data[i] = PAPER[i % 3];
  }

  /** A square of one colour, `size` pixels wide. */
  private dot(x: number, y: number, size: number, color: Color): void {
    for (let j = y; j < y + size; j++)
      for (let i = x; i < x + size; i++) this.data.set(color, (j * this.width + i) * 3);
  }

  digit(x: number, y: number, pixels: ArrayLike<number>): void {
    for (let i = 0; i < SIDE * SIDE; i++) {
      const shade = Math.round(255 * (1 - pixels[i]));
      this.dot(x + (i % SIDE) * ZOOM, y + Math.floor(i / SIDE) * ZOOM, ZOOM, [shade, shade, shade]);
    }
  }

  glyph(x: number, y: number, name: string, color: Color): void {
    const rows = GLYPHS[name];
    for (let i = 0; i < 35; i++) {
      const inked = (rows[Math.floor(i / 5)] >> (4 - (i % 5))) & 1;
      if (inked) this.dot(x + (i % 5) * 3, y + Math.floor(i / 5) * 3, 3, color);
    }
  }

  png(): Uint8Array {
    return encode({ width: this.width, height: this.height, data: this.data, channels: 3, depth: 8 });
  }
}

/** Seven rows of five bits, from the top, the leftmost dot in the highest bit. */
const GLYPHS: Record<string, readonly number[]> = {
  "0": [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
  "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
  "3": [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
  "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
  "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
  "6": [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
  "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
  "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
  "9": [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
  "→": [0b00000, 0b00100, 0b00010, 0b11111, 0b00010, 0b00100, 0b00000],
};
