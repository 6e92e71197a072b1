using Funeng.Engines.Benefits;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>The project a commitment speaks of.</summary>
public sealed record CommittedProject(string Code, string Name);

/// <summary>One commitment of an award as it stands: what was promised, and each year of it.</summary>
/// <param name="Promised">In the unit of the fact; null while the figure it is measured by is missing.</param>
/// <param name="Project">Of a commitment of a project; null where no project has the number of the award.</param>
public sealed record CommitmentStanding(CommitmentRule Rule, FactDefinition Fact, decimal? Promised, IReadOnlyList<CommitmentShare> Years, CommittedProject? Project)
{
    /// <summary>The year it is now, which is not over.</summary>
    public required int Now { get; init; }

    public long OwedFen => Years.Sum(year => year.OwedFen ?? 0);

    /// <summary>The computation in words.</summary>
    public string Say()
    {
        if (Rule.IsOfProject && Project is null) return "没有代码相同的在库项目，先不算；请核对兑付时写的项目代码";
        if (Promised is not { } promised) return $"缺“{(Rule.PromisedFact is null ? FactText.Label(Fact) : Rule.PromisedLabel)}”的基数，定不了承诺";
        return string.Join("；", Years.Select(year => year.OwedFen switch
        {
            null when Rule.IsOfProject => $"{year.Year} 年年底前要做到，还没有到期后的核验数，先不算",
            null when year.Year >= Now => $"{year.Year} 年还没有过完",
            null => $"{year.Year} 年缺数据，先不算",
            0 => Rule.IsOfProject ? "已做到" : $"{year.Year} 年做到了",
            { } owed => $"{year.Year} 年{(Rule.IsOfProject ? "年底前" : "")}做到 {Fmt.Percent(100 * Math.Max(0, year.Achieved!.Value) / promised)}，这一年占 {Fmt.Money(year.PartFen / 100m)}，应退 {Fmt.Money(owed / 100m)}",
        }));
    }
}

/// <summary>A paid award with what was promised for it, and what was claimed back.</summary>
public sealed record WatchedCommitment(Award Award, IReadOnlyList<CommitmentStanding> Commitments, long ClaimedFen)
{
    /// <summary>Titles of awards that have counted this one as paid and gave less for it: what is claimed back here is not paid again there.</summary>
    public IReadOnlyList<string> CountedIn { get; init; } = [];

    /// <summary>Each is measured by the whole sum, so the one that asks for most counts: what two lack is not paid back twice.</summary>
    public long OwedFen => Commitments.Max(one => one.OwedFen);

    /// <summary>Still to be claimed.</summary>
    public long OpenFen => Math.Max(0, OwedFen - ClaimedFen);

    /// <summary>The computation of what is owed, in words.</summary>
    public string Say() => Commitments is [var only] ? only.Say() : string.Join("；", Commitments.Where(one => one.OwedFen == OwedFen).Take(1).Select(one => $"按“{one.Rule.Title}”：{one.Say()}"));
}
