using Funeng.Engines.Criteria;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation;

/// <summary>Which version of a tier's standard decides on a day, and how a list condition says “meets it”.</summary>
public sealed class TierStandards(RuleBook rules)
{
    /// <summary>The version in force on the day; of several the latest. Null when the library has none that the platform can decide.</summary>
    public Scheme? SchemeOn(LibraryDefinition library, DateOnly day) => library.IsReadingOnly
        ? null
        : library.Schemes.Select(id => rules.Find(id, day)?.Scheme).OfType<Scheme>().Where(scheme => scheme.IsInForce(day)).MaxBy(scheme => scheme.EffectiveFrom ?? DateOnly.MinValue);

    /// <summary>The FEEL name that is true for a subject that meets the standard.</summary>
    public string? ConditionOn(LibraryDefinition library, DateOnly day) => SchemeOn(library, day) switch
    {
        null => null,
        _ when library.Tier is not null => CultivationTerms.MeetsTier(library),
        var scheme => "符合" + scheme.ShortName,
    };

    /// <summary>The version before the one in force, to compare it with; null when there is none.</summary>
    public Scheme? SchemeBefore(LibraryDefinition library, DateOnly day) =>
        SchemeOn(library, day) is { Supersedes.Length: > 0 } scheme ? rules.FindLatest(scheme.Supersedes)?.Scheme : null;
}
