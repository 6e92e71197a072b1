namespace Funeng.Engines.Synthetic;

/// <summary>What a city is made of: places, industries and titles with their weights. The generator itself knows no city.</summary>
public sealed record SyntheticCity
{
    /// <summary>Short name of the city, which begins many company names.</summary>
    public required string Name { get; init; }

    /// <summary>Short name of its province, which begins others.</summary>
    public required string Province { get; init; }

    /// <summary>The last full year; facts are made for it and the two years before.</summary>
    public required int LastYear { get; init; }

    /// <summary>Townships and zones with weights.</summary>
    public required IReadOnlyList<SyntheticPlace> Places { get; init; }

    /// <summary>Industries with weights.</summary>
    public required IReadOnlyList<SyntheticIndustry> Industries { get; init; }

    /// <summary>Titles that may be held, from the lowest to the highest.</summary>
    public IReadOnlyList<SyntheticTitle> Titles { get; init; } = [];

    /// <summary>Shares of micro, small, medium and large enterprises. The default is a whole city; a demonstration wants more of the larger ones.</summary>
    public SizeMix Sizes { get; init; } = new(0.86, 0.115, 0.02, 0.005);

    /// <summary>Share of values left out, between 0 and 1.</summary>
    public double MissingShare { get; init; } = 0.1;
}

/// <summary>A place where enterprises sit.</summary>
/// <param name="Code">Code of the township, beginning with the six digits of its district.</param>
/// <param name="District">Short name of the district, which begins some company names; may be empty.</param>
/// <param name="Zone">Code of the functional zone; empty outside zones.</param>
/// <param name="Weight">Relative number of enterprises, above 0.</param>
public sealed record SyntheticPlace(string Code, string District, string Zone, double Weight);

/// <summary>An industry enterprises belong to.</summary>
/// <param name="Code">GB/T 4754 code with the section letter first: C3073.</param>
/// <param name="Word">What a company of it calls itself: 陶瓷, 新材料, 商贸.</param>
/// <param name="Weight">Relative number of enterprises, above 0.</param>
/// <param name="Technology">How much it researches, 0 (trade) to 1 (semiconductors).</param>
/// <param name="RevenuePerHead">Usual yearly revenue per employee in yuan.</param>
public sealed record SyntheticIndustry(string Code, string Word, double Weight, double Technology, double RevenuePerHead);

/// <summary>A title and roughly who holds it; the schemes decide exactly, so that some should hold it and do not, and the reverse.</summary>
/// <param name="Scheme">Id of the scheme.</param>
/// <param name="MinStrength">Least strength of a holder, 0 to 1.</param>
/// <param name="MinRevenue">Least revenue of the last year in yuan.</param>
/// <param name="Share">Share of those above both that hold it.</param>
/// <param name="ValidityYears">Years for which a grant counts.</param>
/// <param name="FirstYear">First year of a batch.</param>
/// <param name="LastYear">Last year of a batch.</param>
public sealed record SyntheticTitle(
    string Scheme, double MinStrength, double MinRevenue, double Share, int ValidityYears, int FirstYear, int LastYear);

/// <summary>Shares of the four size classes; they are scaled to add up to 1.</summary>
/// <param name="Micro">微型.</param>
/// <param name="Small">小型.</param>
/// <param name="Medium">中型.</param>
/// <param name="Large">大型.</param>
public sealed record SizeMix(double Micro, double Small, double Medium, double Large);
