// One JavaScript peer in a process of its own: node serve.mjs <peer> <threads>.
//
// It reads a question of answer.mjs per line and answers with a line that begins with "@" (libraries like to print
// other things).
import { createInterface } from "node:readline";
import { opened } from "./answer.mjs";

const [name, threads] = process.argv.slice(2);
const say = (reply) => process.stdout.write(`@${JSON.stringify(reply)}\n`);
const { about, answer } = await opened(await import(`./${name}.mjs`), name, Number(threads));

say({ about });
for await (const line of createInterface({ input: process.stdin })) say(await answer(JSON.parse(line)));
await answer({ do: "drop" });
process.exit(0);
