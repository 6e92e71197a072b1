using System.Globalization;
using Funeng.Engines.Facts;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Projects;

/// <summary>Where a project lies, and who says so. The first photo with a place says it until an office confirms or corrects it.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="IsConfirmed">Whether an office says so, and not only a photo of whoever is checked by it.</param>
/// <param name="Source">Where it comes from, for people.</param>
/// <param name="Since">When that was learned.</param>
public sealed record ProjectPlace(decimal Latitude, decimal Longitude, bool IsConfirmed, string Source, DateTimeOffset Since)
{
    /// <summary>How the place of a filing that a photo made ends.</summary>
    public const string OfPhoto = "报告的照片";

    public string Words => string.Create(CultureInfo.InvariantCulture, $"北纬 {Latitude:0.0000}°，东经 {Longitude:0.0000}°");

    /// <summary>Null where nobody said it, or only half of it.</summary>
    public static ProjectPlace? Of(SubjectFacts facts)
    {
        var (north, east) = (ProjectFacts.Latest(facts, ProjectFacts.Latitude), ProjectFacts.Latest(facts, ProjectFacts.Longitude));
        if (ProjectFacts.Number(north) is not { } latitude || ProjectFacts.Number(east) is not { } longitude) return null;
        var newer = north!.LearnedAt >= east!.LearnedAt ? north : east;
        var isConfirmed = !new[] { north, east }.Any(fact => fact.Filing.Place.EndsWith(OfPhoto, StringComparison.Ordinal));
        return new ProjectPlace(latitude, longitude, isConfirmed, $"{FactText.Source(newer)}　{newer.Filing.Reporter}", newer.LearnedAt);
    }
}
