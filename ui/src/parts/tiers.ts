/** Which of the six looks a bandwidth has: neighbours in a carrier's list differ. */
export function step(mbps: number): 1 | 2 | 3 | 4 | 5 | 6 {
  if (mbps <= 100) return 1;
  if (mbps <= 200) return 2;
  if (mbps <= 500) return 3;
  if (mbps <= 1000) return 4;
  return mbps <= 2000 ? 5 : 6;
}

/** How high a tier stands in a lane, from 0 to 1: every factor of ten is the same step, so that small tiers are seen. */
export function height(mbps: number): number {
  return Math.min(0.86, Math.max(0.05, 0.14 + 0.36 * Math.log10(mbps / 100)));
}
