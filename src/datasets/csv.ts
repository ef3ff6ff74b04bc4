// Tables as text.
import { FormatError } from "../engine/fault.js";

/** Options of parseCsv. */
export interface CsvOptions {
  /** What stands between fields. Default ",". */
  separator?: string | undefined;
  /** What the file is called in errors. */
  name?: string | undefined;
}

/**
 * The rows of a table as RFC 4180 has them: fields may be in double quotes, and quotes in them doubled. Empty lines are none.
 * @throws FormatError if a quote is not closed, or rows differ in length
 */
export function parseCsv(text: string, { separator = ",", name = "CSV file" }: CsvOptions = {}): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = "";
  };
  const endRow = (): void => {
    endField();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === separator) endField();
    else if (c === "\n") endRow();
    else if (c !== "\r") field += c;
  }
  if (quoted) throw new FormatError(`parseCsv: ${name}: a quote is not closed; the file is cut off or damaged`);
  endRow();
  const wrong = rows.findIndex((r) => r.length !== rows[0].length);
  if (wrong >= 0)
    throw new FormatError(
      `parseCsv: ${name}: row ${wrong + 1} has ${rows[wrong].length} fields, the first has ${rows[0].length}`,
    );
  return rows;
}
