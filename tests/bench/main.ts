/**
 * Benchmarks of the engine: figures, no gate. `npm run bench` prints them as text, `--json` as one object.
 * Ratios between figures of one run mean something; figures of two machines do not.
 */
import { line } from './line.ts';

const result = line();

if (process.argv.includes('--json')) {
  console.log(
    JSON.stringify({ node: process.version, platform: `${process.platform}-${process.arch}`, line20: result }, null, 2),
  );
} else {
  console.log(`A line of 20 routers, one TCP bulk flow, tracing on (Node ${process.version})`);
  console.log(`  frame-hops                 ${result.hops}`);
  console.log(`  facts                      ${result.facts}`);
  console.log(`  frame-hops a second        ${Math.round(result.hopsPerSecond)}`);
  console.log(`  simulated per wall second  ${result.simulatedPerWall.toFixed(2)} s`);
  console.log(`  seek to the middle         ${result.seekMiddle.toFixed(1)} ms`);
  console.log(`  seek, 20 moments, longest  ${result.seekLongest.toFixed(1)} ms`);
  console.log(`  trace bytes a hop          ${result.traceBytesPerHop.toFixed(0)}`);
}
