using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>The project a commitment speaks of.</summary>
public sealed record CommittedProject(string Code, string Name);

/// <summary>One commitment of an award as it stands: what was promised, and each year of it.</summary>
/// <param name="Basis">The fact that says how much was promised, where the rule does not.</param>
/// <param name="Promised">In the unit of the fact; null while the figure it is measured by is missing.</param>
public sealed record CommitmentStanding(CommitmentRule Rule, FactDefinition Basis, decimal? Promised, IReadOnlyList<CommitmentShare> Years)
{
    /// <summary>The year it is now, which is not over.</summary>
    public required int Now { get; init; }

    /// <summary>Of a commitment of a project; null where there is none, and for who may not see it.</summary>
    public CommittedProject? Project { get; init; }

    /// <summary>Why there is no project to measure by, in words; empty where there is one.</summary>
    public string Lacking { get; init; } = "";

    /// <summary>When the figure of the project became known.</summary>
    public DateOnly? LearnedOn { get; init; }

    public long OwedFen => Years.Sum(year => year.OwedFen ?? 0);

    /// <summary>The computation in words.</summary>
    public string Say()
    {
        if (Lacking.Length > 0) return Lacking;
        var basis = $"“{FactText.Label(Basis)}”{(Rule.IsOfProject ? "" : "的基数")}";
        return Promised switch
        {
            null => $"缺{basis}，定不了承诺",
            0 => $"{basis}是零，定不了承诺",
            < 0 => $"{basis}是负数，定不了承诺",
            { } promised => string.Join("；", Years.Select(year => Rule.IsOfProject ? SayOfProject(year, promised) : SayOfYear(year, promised))),
        };
    }

    private string SayOfYear(CommitmentShare year, decimal promised) => year.OwedFen switch
    {
        null when year.Year >= Now => $"{year.Year} 年还没有过完",
        null => $"{year.Year} 年缺数据，先不算",
        0 => $"{year.Year} 年做到了",
        { } owed => $"{year.Year} 年做到 {Percent(year, promised)}，这一年占 {Fmt.Money(year.PartFen / 100m)}，应退 {Fmt.Money(owed / 100m)}",
    };

    // Who may not see the project reads what follows from it and not how far it came.
    private string SayOfProject(CommitmentShare year, decimal promised) => year.OwedFen switch
    {
        null when year.Year >= Now => $"到 {year.Year} 年年底要做到，还没有到期",
        null => $"到 {year.Year} 年年底要做到，还没有到期后的核验数，先不算",
        0 => Project is null ? "已做到" : $"已做到（{Fmt.Date(LearnedOn)} 的数）",
        { } owed => $"应到 {year.Year} 年年底做到，核验{(Project is null ? "没有做到" : $"只做到 {Percent(year, promised)}（{Fmt.Date(LearnedOn)} 的数）")}，应退 {Fmt.Money(owed / 100m)}",
    };

    private static string Percent(CommitmentShare year, decimal promised) => Fmt.Percent(100 * Math.Max(0, year.Achieved!.Value) / promised);
}

/// <summary>A paid award with what was promised for it, and what was claimed back.</summary>
public sealed record WatchedCommitment(Award Award, IReadOnlyList<CommitmentStanding> Commitments, long ClaimedFen)
{
    /// <summary>Titles of awards that have counted this one as paid and gave less for it: what is claimed back here is lacking there.</summary>
    public IReadOnlyList<string> CountedIn { get; init; } = [];

    /// <summary>Each is measured by the whole sum, so the one that asks for most counts: what two lack is not paid back twice.</summary>
    public long OwedFen => Commitments.Max(one => one.OwedFen);

    /// <summary>Still to be claimed.</summary>
    public long OpenFen => Math.Max(0, OwedFen - ClaimedFen);

    /// <summary>The computation of what is owed, in words.</summary>
    public string Say() => Commitments is [var only] ? only.Say() : string.Join("；", Commitments.Where(one => one.OwedFen == OwedFen).Take(1).Select(one => $"按“{one.Rule.Title}”：{one.Say()}"));
}
