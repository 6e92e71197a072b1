using Funeng.Engines.Facts;
using Funeng.Modules.Registry;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Cultivation.Titles;

/// <summary>Which titles can be granted, what they are called and for how long they count.</summary>
public sealed class TitleRegister(RuleBook rules, LibraryCatalogue libraries, FactCatalogue catalogue)
{
    /// <summary>Every scheme whose title a rule asks for or a library leads to, in the order of the ladders.</summary>
    public IReadOnlyList<GrantableTitle> All { get; } =
    [
        .. libraries.Libraries.SelectMany(library => library.Schemes)
            .Concat(new TitleNames(catalogue).All.Select(title => title.Scheme)).Distinct()
            .Select(scheme => Describe(scheme, rules, new TitleNames(catalogue))),
    ];

    public GrantableTitle? Find(string scheme) => All.FirstOrDefault(title => title.Scheme == scheme);

    public string Name(string scheme) => Find(scheme)?.Name ?? scheme;

    private static GrantableTitle Describe(string scheme, RuleBook rules, TitleNames names)
    {
        var pack = rules.FindLatest(scheme)?.Scheme;
        var name = pack?.Title ?? rules.ReadingPages.FirstOrDefault(page => page.Id == scheme)?.Notice.Title ?? names.Name(scheme);
        return new GrantableTitle(scheme, name, pack?.ValidityYears);
    }
}

/// <param name="ValidityYears">Years for which it counts; null when it does not lapse.</param>
public sealed record GrantableTitle(string Scheme, string Name, int? ValidityYears)
{
    /// <summary>The last day it counts when nobody says otherwise; null when it does not lapse.</summary>
    public DateOnly? LastDay(DateOnly from) => ValidityYears is { } years ? from.AddYears(years).AddDays(-1) : null;
}
