import { compare } from './compare';
import { embeddedCloud } from './embedded-cloud';
import { redaction } from './redaction';
import { report } from './report';

const PAIRS = 9;

async function main(): Promise<void> {
  const cloud = await embeddedCloud();
  const reports = await report();
  try {
    for (const comparison of [...cloud.comparisons, ...reports.comparisons, ...redaction()]) {
      const { title, names, medians, ratio } = await compare(comparison, PAIRS);
      const [base, other] = medians.map((ms) => `${ms.toFixed(1)} ms`);
      process.stdout.write(
        `${title}\n  ${names[0]}: ${base ?? ''}; ${names[1]}: ${other ?? ''}; ` +
          `ratio ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)} to ${ratio.max.toFixed(2)}), ${String(PAIRS)} pairs\n`,
      );
    }
  } finally {
    await reports.close();
    await cloud.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 255;
});
