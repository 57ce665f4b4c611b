namespace ModularRollout.Simulation.Traffic;

/// <summary>How much worse the candidate is, at a moment of the rollout in [0, 1).</summary>
internal delegate double Ratio(double moment);

/// <summary>How much more both arms fail, at a moment of the rollout in [0, 1); at most <see cref="Failures.WorstWeather"/>.</summary>
internal delegate double Weather(double moment);
