using Funeng.Engines.Facts;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Registry.Profile;

/// <summary>What was reported about an enterprise, day by day and source by source, in its time line: imports, corrections, surveys.</summary>
internal static class FilingTimeLine
{
    private const int Named = 3;

    public static IEnumerable<EnterpriseEvent> Of(EnterpriseProfile profile, CityProfile city) => profile.Facts.All
        .GroupBy(fact => (Day: DateOnly.FromDateTime(city.Local(fact.LearnedAt).DateTime), fact.Filing.Source, File: FileOf(fact.Filing.Place)))
        .Where(group => !group.All(fact => IsCorrection(profile, fact)))
        .Select(group =>
        {
            var labels = group.Select(fact => fact.Definition.Label).Distinct().ToList();
            var names = string.Join("、", labels.Take(Named)) + (labels.Count > Named ? $" 等 {labels.Count} 项" : "");
            var title = $"{group.Key.Source}{(group.Key.File.Length > 0 ? "：" + group.Key.File : "")}";
            return new EnterpriseEvent(group.Key.Day, title, names, labels.Count == 1 ? FactHistoryPage.Address(profile.Organization.Code, group.First().Definition.Key) : null);
        });

    /// <summary>Corrections and withdrawals: not to be overlooked among what was reported.</summary>
    public static IEnumerable<EnterpriseEvent> Changes(EnterpriseProfile profile, CityProfile city, string? asOf) => profile.Changes
        .GroupBy(change => (Day: DateOnly.FromDateTime(city.Local(change.At).DateTime), change.Kind, change.Who))
        .Select(group =>
        {
            var labels = group.Select(change => profile.Facts.Catalogue.Find(change.Key)?.Label ?? change.Key).Distinct().ToList();
            var first = group.First();
            var href = labels.Count == 1 ? FactHistoryPage.Address(profile.Organization.Code, first.Key, asOf) : $"{profile.Organization.Link}?tab=facts#changes";
            return new EnterpriseEvent(
                group.Key.Day, $"{group.Key.Kind.DisplayName()}：{string.Join("、", labels.Take(Named))}{(labels.Count > Named ? $" 等 {labels.Count} 项" : "")}",
                $"{group.Key.Who}：{first.Why}", href, group.Key.Kind == FactChangeKind.Corrected ? CellTone.None : CellTone.Warning);
        });

    // What only corrects is told once, as the correction it is.
    private static bool IsCorrection(EnterpriseProfile profile, Fact fact) => profile.Changes.Any(change =>
        change.Kind == FactChangeKind.Corrected && change.Key == fact.Definition.Key && change.Period == fact.Period && change.At == fact.LearnedAt);

    // 规上工业2025.xlsx 第 2 行 营业收入: what stands before the row is the file.
    private static string FileOf(string place)
    {
        var row = place.IndexOf(" 第 ", StringComparison.Ordinal);
        return row > 0 ? place[..row] : "";
    }
}
