using System.Diagnostics;
using System.Runtime;

namespace Funeng.Benchmarks;

/// <summary>Times of work that runs often enough to be compiled for speed before it is measured.</summary>
internal static class Timing
{
    private const int Rounds = 31;
    private const double QuietSeconds = 1.2;
    private const double MostWarmSeconds = 8;

    public static double Once(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static double Median(Action work, int rounds = Rounds) => Median(() => { }, work, rounds);

    /// <param name="before">Done before each round, not measured.</param>
    /// <param name="work">What is measured.</param>
    /// <param name="rounds">How often.</param>
    public static double Median(Action before, Action work, int rounds = Rounds)
    {
        Warm(before, work);
        return Middle([.. Enumerable.Range(0, rounds).Select(_ => After(before, work))]);
    }

    /// <summary>How many times longer the one takes than the other: measured in turn, so that a machine that drifts hits both.</summary>
    public static (double Ratio, double One, double Other) Compare(Action one, Action other) => Compare(() => { }, one, other);

    public static (double Ratio, double One, double Other) Compare(Action beforeOne, Action one, Action other)
    {
        Warm(beforeOne, one);
        Warm(() => { }, other);
        var pairs = Enumerable.Range(0, Rounds).Select(_ => (One: After(beforeOne, one), Other: Once(other))).ToList();
        return (Middle([.. pairs.Select(pair => pair.One / pair.Other)]), Middle([.. pairs.Select(pair => pair.One)]), Middle([.. pairs.Select(pair => pair.Other)]));
    }

    /// <summary>
    /// What several take, done in turn: the first by its median, the others by the median of how many times longer they took in the same round. Each is
    /// measured right behind itself, so that it finds in the caches what it left there and not what another did.
    /// </summary>
    public static IReadOnlyList<double> InTurn(IReadOnlyList<Action> works)
    {
        foreach (var work in works) Warm(() => { }, work);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => works.Select(work => After(work, work)).ToList()).ToList();
        var first = Middle([.. rounds.Select(round => round[0])]);
        return [.. works.Select((_, at) => first * Middle([.. rounds.Select(round => round[at] / round[0])]))];
    }

    public static double Middle(IReadOnlyCollection<double> times) => times.Order().ElementAt(times.Count / 2);

    private static double After(Action before, Action work)
    {
        before();
        return Once(work);
    }

    // Until the runtime has compiled nothing for a while: what it compiles for speed it compiles in the background, late where all cores are at work.
    private static void Warm(Action before, Action work)
    {
        var (all, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        for (long compiled = 0; quiet.Elapsed.TotalSeconds < QuietSeconds && all.Elapsed.TotalSeconds < MostWarmSeconds;)
        {
            After(before, work);
            var now = JitInfo.GetCompiledMethodCount();
            if (now != compiled) quiet.Restart();
            compiled = now;
        }
    }
}
