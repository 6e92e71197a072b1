using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Compare;

/// <summary>A standard beside the one before or after it: every bound that changed, and which enterprises within the scope change their verdict.</summary>
public sealed class ReadSchemeChanges(RuleBook rules, ReadComparison comparison, CurrentUser user)
{
    private const int Shown = 8;

    /// <param name="id">Id of the scheme.</param>
    /// <param name="with">Name of the version to compare with; null for the one it replaces, else the one that replaces it.</param>
    /// <param name="cancellation">Stops the queries.</param>
    /// <returns>Null when there is no such scheme, or nothing to compare it with.</returns>
    public async Task<SchemeChanges?> RunAsync(string id, string? with, CancellationToken cancellation)
    {
        if (rules.FindLatest(id) is not { } pack) return null;
        var others = Others(pack);
        if ((others.FirstOrDefault(candidate => candidate.VersionName == with) ?? (others is [var first, ..] ? first : null)) is not { } other) return null;

        var isLater = Order(pack).CompareTo(Order(other)) >= 0;
        var difference = isLater ? SchemeDifference.Of(other, pack) : SchemeDifference.Of(pack, other);
        return new SchemeChanges(pack, others, difference, await EffectAsync(difference, cancellation));
    }

    private IReadOnlyList<RulePack> Others(RulePack pack) =>
    [
        .. new[] { pack.Scheme.Supersedes, pack.Scheme.SupersededBy }.Where(id => id.Length > 0).Select(rules.FindLatest).OfType<RulePack>(),
        .. rules.Versions(pack.Id).Where(version => version != pack),
    ];

    private static (DateOnly, int) Order(RulePack pack) =>
        (pack.Scheme.EffectiveFrom ?? DateOnly.MinValue, int.TryParse(pack.Scheme.Version, out var version) ? version : 0);

    // The comparison of enterprises is kept for the standards of the libraries; it is for those who may see libraries.
    private async Task<SchemeEffect?> EffectAsync(SchemeDifference difference, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ViewLibraries) || !user.Has(Permission.ViewEnterprises)) return null;
        var pair = comparison.Pairs.FirstOrDefault(pair => pair.Old.Id == difference.Old.Id && pair.New.Id == difference.New.Id);
        if (pair is null) return null;
        var losing = await comparison.RunAsync(pair, new ComparisonFilter(Shift.Loses, null, false, Size: Shown), cancellation);
        var gaining = await comparison.RunAsync(pair, new ComparisonFilter(Shift.Gains, null, false, Size: Shown), cancellation);
        return new SchemeEffect(pair, losing.Counts, losing.Reasons, losing.Rows, gaining.Rows);
    }
}

/// <param name="Others">What it can be compared with.</param>
/// <param name="Effect">Null where enterprises are not compared, or not for this user.</param>
public sealed record SchemeChanges(RulePack Pack, IReadOnlyList<RulePack> Others, SchemeDifference Difference, SchemeEffect? Effect);

/// <summary>What the later standard does to enterprises on the same facts.</summary>
public sealed record SchemeEffect(
    StandardPair Pair, IReadOnlyDictionary<Shift, long> Counts, IReadOnlyList<LossReason> Reasons, IReadOnlyList<ComparisonRow> Losing, IReadOnlyList<ComparisonRow> Gaining);
