/**
 * The queue M/M/n+M as what it is: a birth-death chain, its states summed one by one, and the wait of a contact that
 * meets each of them as a sum of exponential times, counted by uniformisation. Rates per second.
 */
export function queueChain(
  {
    arrivals,
    handle,
    agents,
    patience,
  }: { arrivals: number; handle: number; agents: number; patience: number },
  within: number,
) {
  const states = agents + Math.ceil(arrivals * patience * 4) + 400;
  const logs = [0];
  for (let state = 1; state <= states; state += 1) {
    const leaving = Math.min(state, agents) / handle + Math.max(0, state - agents) / patience;
    logs.push(logs.at(-1)! + Math.log(arrivals / leaving));
  }
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const sum = weights.reduce((total, each) => total + each, 0);
  const shares = weights.map((each) => each / sum);

  const waiting = shares.reduce((total, share, state) => total + share * Math.max(0, state - agents), 0);
  const abandonment = waiting / patience / arrivals;
  const free = shares.slice(0, agents).reduce((total, share) => total + share, 0);
  // Contacts ahead of one that waits: from so many, one fewer each time; it leaves at rate 1 / patience itself.
  let ahead = shares.slice(agents);
  const fastest = agents / handle + (ahead.length + 1) / patience;
  let answered = free;
  const steps = fastest * within;
  let logPoisson = -steps;
  let passed = Math.exp(logPoisson);
  const most = Math.ceil(steps + 12 * Math.sqrt(steps) + 50);
  for (let step = 1; step <= most; step += 1) {
    // Whoever is next is answered by this step; it counts if the step falls within the time.
    const next = ahead.map((share, place) => {
      const stay = 1 - (agents / handle + (place + 1) / patience) / fastest;
      const from = place + 1 < ahead.length ? ahead[place + 1]! : 0;
      return share * stay + from * ((agents / handle + (place + 1) / patience) / fastest);
    });
    const taken = ahead[0]! * (agents / handle / fastest);
    answered += taken * (1 - passed);
    logPoisson += Math.log(steps / step);
    passed += Math.exp(logPoisson);
    ahead = next;
  }
  return {
    serviceLevel: answered,
    abandonment,
    occupancy: (arrivals * (1 - abandonment) * handle) / agents,
    delay: 1 - free,
  };
}
