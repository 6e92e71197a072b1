using System.Text.Json;

namespace Funeng.Modules.Projects.Import;

/// <summary>What a ledger can change of one project, besides what becomes filings; as it stood at a moment.</summary>
internal sealed record ProjectImage(
    string Name, ProjectKind Kind, ProjectNature Nature, int ListedYear, string? Region, string? Zone, string? Industry, long? Owner, string OwnerName, string Summary,
    IReadOnlyList<MonthImage> Targets, IReadOnlyList<MonthImage> Done, IReadOnlyList<NodeImage> Milestones, IReadOnlyList<ListingImage> Listings)
{
    public static ProjectImage Of(Project project, IEnumerable<ProjectTarget> targets, IEnumerable<ProjectMonth> months, IEnumerable<ProjectMilestone> nodes, IEnumerable<ProjectListing> listings) => new(
        project.Name, project.Kind, project.Nature, project.ListedYear, project.Region, project.Zone, project.Industry, project.Owner, project.OwnerName, project.Summary,
        [.. targets.OrderBy(target => (target.Year, target.Month)).Select(target => new MonthImage(target.Year, target.Month, target.PlanFen))],
        [.. months.OrderBy(month => (month.Year, month.Month)).Select(month => new MonthImage(month.Year, month.Month, month.DoneFen))],
        [.. nodes.OrderBy(node => node.Name, StringComparer.Ordinal).Select(node => new NodeImage(node.Name, node.PlannedOn, node.DoneOn))],
        [.. listings.OrderBy(listing => listing.Year).Select(listing => new ListingImage(listing.Year, listing.Kind))]);
}

internal sealed record MonthImage(int Year, int Month, long Fen);

internal sealed record NodeImage(string Name, DateOnly? PlannedOn, DateOnly? DoneOn);

internal sealed record ListingImage(int Year, ProjectKind Kind);

/// <summary>One project before and after an import; before it there was none when it was new.</summary>
/// <param name="Version">That of the project after the import.</param>
internal sealed record LedgerChange(long Project, string Code, ProjectImage? Before, ProjectImage After, long Version)
{
    /// <summary>
    /// Whether the project is still as the import left it. Whoever wrote the same once more has written it too, so figures alone do not say it; they are compared
    /// as text, because the lists within have no equality of their own.
    /// </summary>
    public bool IsStill(Project project, ProjectImage now) => project.Version == Version && JsonSerializer.Serialize(now) == JsonSerializer.Serialize(After);
}
