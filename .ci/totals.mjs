// Sums up a JSON report of vitest: N passed, N failed. A file that broke before its tests is one failure.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const broken = report.testResults.filter(({ status, assertionResults }) => {
  return status === "failed" && !assertionResults.some((test) => test.status === "failed");
});
const failed = report.numFailedTests + broken.length;
console.log(`${report.numPassedTests} passed, ${failed} failed`);
