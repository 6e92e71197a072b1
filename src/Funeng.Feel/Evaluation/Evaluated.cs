using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>What came out: the value, why parts of it are null, and how it came about when a trace was asked for.</summary>
/// <param name="Value">The value.</param>
/// <param name="Diagnostics">Every error met on the way, in order; also those that did not change the value.</param>
/// <param name="Trace">The trace that was given in the options.</param>
public sealed record Evaluated(FeelValue Value, IReadOnlyList<Diagnostic> Diagnostics, Trace? Trace);

/// <summary>How to evaluate. The default has no trace and the clock at 1 January of year 1.</summary>
/// <param name="Now">The moment of <c>now()</c> and <c>today()</c>; evaluation itself never reads a clock.</param>
/// <param name="Trace">Receives every step; null for none.</param>
/// <param name="StepLimit">
/// How many steps at most, about one for each item of an iteration and ten for a call; 0 for 50 million. Beyond them the value is null and
/// a diagnostic says so.
/// </param>
public readonly record struct EvaluationOptions(FeelDateTime Now, Trace? Trace = null, long StepLimit = 0);
